package org.lotusguild.lotus.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import tools.jackson.databind.node.ObjectNode;

class PowerLevelEditorTest {
    private static final String TYPE = "m.room.power_levels";
    private static final RoomId ROOM = RoomId.parse("!room");

    private final FakeRooms rooms = new FakeRooms().join(ROOM);
    private final PowerLevelEditor editor = new PowerLevelEditor(rooms);

    @BeforeEach
    void room() {
        rooms.put(ROOM, "m.room.create", Json.object().put("room_version", "12"));
        rooms.put(ROOM, TYPE, Json.parseObject("{\"users\":{\"@a:example.org\":50},\"ban\":60}"));
    }

    @Test
    void writesWhatChangedAndKeepsTheRest() {
        editor.change(ROOM, levels -> with(levels, "@b:example.org", 25));

        assertThat(rooms.written(ROOM, TYPE))
                .contains(Json.parseObject("{\"users\":{\"@a:example.org\":50,\"@b:example.org\":25},\"ban\":60}"));
    }

    @Test
    void aSecondChangeBeforeTheEchoDoesNotUndoTheFirst() {
        editor.change(ROOM, levels -> with(levels, "@b:example.org", 25));
        editor.change(ROOM, levels -> with(levels, "@c:example.org", 30));

        assertThat(Json.objectAt(rooms.written(ROOM, TYPE).orElseThrow(), "users")
                        .propertyNames())
                .containsExactly("@a:example.org", "@b:example.org", "@c:example.org");
    }

    @Test
    void afterTheEchoWhatSyncShowsCounts() {
        editor.change(ROOM, levels -> with(levels, "@b:example.org", 25));
        rooms.put(ROOM, TYPE, Json.parseObject("{\"users\":{\"@other:example.org\":10}}"));

        ObjectNode now = editor.change(ROOM, levels -> with(levels, "@c:example.org", 30));

        assertThat(Json.objectAt(now, "users").propertyNames()).containsExactly("@other:example.org", "@c:example.org");
    }

    @Test
    void writesNothingWhereNothingChanges() {
        editor.change(ROOM, levels -> levels);

        assertThat(rooms.written(ROOM, TYPE)).isEmpty();
    }

    @Test
    void neverNamesACreator() {
        editor.change(ROOM, levels -> with(levels, ScriptedMachine.USER.value(), 100));

        assertThat(rooms.written(ROOM, TYPE)).isEmpty();
    }

    private static ObjectNode with(ObjectNode levels, String user, long level) {
        ((ObjectNode) levels.get("users")).put(user, level);
        return levels;
    }
}
