package org.lotusguild.lotus.guild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import tools.jackson.databind.node.ObjectNode;

class PlannerTest {
    private static final UserId ADMIN = UserId.parse("@admin:example.org");
    private static final UserId BOT = UserId.parse("@lotus:example.org");
    private static final UserId GUEST = UserId.parse("@guest:example.org");
    private static final GuildConfig.Room GENERAL =
            new GuildConfig.Room("General", Optional.of("Talk"), GuildConfig.Join.RESTRICTED, true);
    private static final GuildConfig.Room DESK =
            new GuildConfig.Room("Management", Optional.empty(), GuildConfig.Join.INVITE, true);
    private static final GuildConfig WANTED = new GuildConfig("Lotus", List.of(ADMIN), List.of(GUEST), rooms());

    @Test
    void createsEverythingWhereNothingIs() {
        assertThat(Planner.plan(WANTED, BOT, new Live(Map.of(), Set.of())))
                .containsExactly(
                        new Change.CreateSpace("Lotus"),
                        new Change.Invite("space", ADMIN),
                        new Change.Invite("space", GUEST),
                        new Change.CreateRoom("general", GENERAL),
                        new Change.Link("general"),
                        new Change.Invite("general", ADMIN),
                        new Change.Invite("general", GUEST),
                        new Change.CreateRoom("desk", DESK),
                        new Change.Link("desk"),
                        new Change.Invite("desk", ADMIN));
    }

    @Test
    void goesOnWhereARunDied() {
        Live live = new Live(Map.of("space", Set.of(ADMIN, GUEST), "general", Set.of(ADMIN)), Set.of());
        assertThat(Planner.plan(WANTED, BOT, live))
                .startsWith(new Change.Link("general"), new Change.Invite("general", GUEST));
    }

    @Test
    void changesNothingWhereAllIsThere() {
        Set<UserId> all = Set.of(ADMIN, GUEST);
        Live live = new Live(Map.of("space", all, "general", all, "desk", Set.of(ADMIN)), Set.of("general", "desk"));
        assertThat(Planner.plan(WANTED, BOT, live)).isEmpty();
    }

    @Test
    void makesRoomsThatAreNeverOpenOrClearForAMoment() {
        RoomId space = RoomId.parse("!space");
        ObjectNode body = RoomBlueprint.room("desk", DESK, space, "example.org", List.of(ADMIN));
        assertThat(body.path("preset").asString()).isEqualTo("private_chat");
        assertThat(body.path("power_level_content_override")
                        .path("users")
                        .path(ADMIN.value())
                        .asInt())
                .isEqualTo(100);
        assertThat(body.path("initial_state")
                        .valueStream()
                        .map(s -> s.path("type").asString()))
                .containsExactlyInAnyOrder(
                        "m.room.join_rules", "m.room.history_visibility", "m.room.encryption", "m.space.parent");
        ObjectNode general = RoomBlueprint.room("general", GENERAL, space, "example.org", List.of());
        assertThat(general.path("initial_state")
                        .get(0)
                        .path("content")
                        .path("allow")
                        .get(0)
                        .path("room_id")
                        .asString())
                .isEqualTo("!space");
    }

    /** The levels name no creator, which a room of an older version is refused for. */
    @Test
    void makesRoomsOfVersionTwelveWhateverTheHomeserverWouldMake() {
        ObjectNode space = RoomBlueprint.space("Lotus", List.of(ADMIN));
        ObjectNode room = RoomBlueprint.room("general", GENERAL, RoomId.parse("!space"), "example.org", List.of(ADMIN));
        assertThat(List.of(space, room))
                .extracting(body -> body.path("room_version").asString())
                .containsOnly("12");
    }

    private static Map<String, GuildConfig.Room> rooms() {
        Map<String, GuildConfig.Room> rooms = new LinkedHashMap<>();
        rooms.put("general", GENERAL);
        rooms.put("desk", DESK);
        return rooms;
    }
}
