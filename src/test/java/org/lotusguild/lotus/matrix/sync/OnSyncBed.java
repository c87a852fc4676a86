package org.lotusguild.lotus.matrix.sync;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the sync loop: a bed each, and the words that they share. */
abstract class OnSyncBed {
    static final String ROOM = "!room";
    static final RoomId ROOM_ID = RoomId.parse(ROOM);
    static final String SYNC = "/_matrix/client/v3/sync";
    static final String MESSAGES = "/_matrix/client/v3/rooms/.*/messages";
    static final String SELF = SyncBed.SELF.value();

    @TempDir
    Path folder;

    SyncBed bed;

    @BeforeEach
    final void openBed() throws Exception {
        bed = new SyncBed(folder);
    }

    @AfterEach
    final void closeBed() throws Exception {
        bed.close();
    }

    static UserId user(String localpart) {
        return UserId.parse("@" + localpart + ":example.org");
    }

    /** Of a room's history; {@code end} is empty where it begins. */
    static Answer page(String end, ObjectNode... newestFirst) {
        ObjectNode page = Json.object();
        if (!end.isEmpty()) {
            page.put("end", end);
        }
        List.of(newestFirst).forEach(page.putArray("chunk")::add);
        return Answer.json(page);
    }
}
