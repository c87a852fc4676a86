package org.lotusguild.lotus.matrix.direct;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

/** The direct chats of an account, with rooms and synced data as a test says, and a scripted homeserver that takes the list. */
abstract class DirectChatsBed {
    static final UserId ALICE = UserId.parse("@alice:example.org");
    static final UserId BOB = UserId.parse("@bob:example.org");
    static final RoomId OLD = RoomId.parse("!old");
    static final RoomId NEW = RoomId.parse("!new");
    static final String DATA = "/_matrix/client/v3/user/.*/account_data/m.direct";
    final Map<String, ObjectNode> synced = new ConcurrentHashMap<>();
    final FakeRooms rooms = new FakeRooms();

    /** How often the list may be looked at, and how long it was to be waited before. */
    final Semaphore looks = new Semaphore(0);

    final List<Duration> waits = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    Database database;
    FakeHomeserver server;
    SyncedAccountData data;
    ListedDirectChats chats;

    @BeforeEach
    void start() throws IOException {
        server = FakeHomeserver.start();
        server.on("PUT", DATA, Answer.ok());
        data = new SyncedAccountData(
                ScriptedMachine.USER,
                server.api(),
                type -> Optional.ofNullable(synced.get(type)).map(Json::text));
        rooms.onCreate(NEW);
        database = TestDatabases.sqlite(folder, () -> Instant.EPOCH, "matrix");
        chats = process();
    }

    ListedDirectChats process() {
        return new ListedDirectChats(ScriptedMachine.USER, data, rooms, database, wait -> {
            waits.add(wait);
            looks.acquire();
        });
    }

    @AfterEach
    void stop() {
        chats.close();
        server.close();
        database.close();
    }

    /** Some seconds later: what the list then is. */
    ObjectNode written() {
        looks.release();
        Await.until(
                () -> database.read(new DirectStore(ScriptedMachine.USER)::all).isEmpty());
        List<Asked> writes = server.asked("PUT", DATA);
        return writes.getLast().json();
    }

    void direct(String content) {
        synced.put("m.direct", Json.parseObject(content));
    }
}
