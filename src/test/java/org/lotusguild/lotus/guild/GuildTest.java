package org.lotusguild.lotus.guild;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

/** What the homeserver is asked for. */
class GuildTest {
    private static final UserId BOT = UserId.parse("@lotus:example.org");
    private static final UserId ADMIN = UserId.parse("@admin:example.org");

    @TempDir
    private Path folder;

    @AutoClose
    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabases.sqlite(folder, Clock.systemUTC(), "guild");
    }

    /** A room of version 12 whose levels list its creator is refused. */
    @Test
    void doesNotListItsCreatorAmongTheLevels() {
        FakeRooms rooms = new FakeRooms();
        rooms.onCreate(RoomId.parse("!space"));
        GuildConfig wanted = new GuildConfig("Lotus", List.of(BOT, ADMIN), List.of(), Map.of());
        new Guild(wanted, BOT, "example.org", rooms, db).apply();
        assertThat(rooms.created())
                .singleElement()
                .satisfies(body -> assertThat(
                                body.at("/power_level_content_override/users").propertyNames())
                        .containsExactly(ADMIN.value()));
        assertThat(rooms.invites()).containsExactly("!space " + ADMIN);
    }
}
