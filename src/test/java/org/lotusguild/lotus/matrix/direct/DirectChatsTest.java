package org.lotusguild.lotus.matrix.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import tools.jackson.databind.node.ObjectNode;

class DirectChatsTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final UserId BOB = UserId.parse("@bob:example.org");
    private static final RoomId OLD = RoomId.parse("!old");
    private static final RoomId NEW = RoomId.parse("!new");
    private static final String DATA = "/_matrix/client/v3/user/.*/account_data/m.direct";

    private final Map<String, ObjectNode> synced = new ConcurrentHashMap<>();
    private final FakeRooms rooms = new FakeRooms();
    private FakeHomeserver server;
    private SyncedAccountData data;
    private ListedDirectChats chats;

    @BeforeEach
    void start() throws IOException {
        server = FakeHomeserver.start();
        server.on("PUT", DATA, Answer.ok());
        MatrixApi api = MatrixApi.of(
                new PlainCaller(),
                server.url(),
                new Credentials.Login(new Secret("token")),
                InstantSource.fixed(Instant.EPOCH),
                wait -> {},
                new Random(1));
        data = new SyncedAccountData(ScriptedMachine.USER, api, type -> Optional.ofNullable(synced.get(type)));
        rooms.onCreate(NEW);
        chats = new ListedDirectChats(data, rooms);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void findsARoomThatTheUserIsInBeforeOneWithAnOpenInvite() {
        direct("{\"@alice:example.org\":[\"!gone\",\"!old\",\"!new\"]}");
        rooms.join(OLD, NEW);
        rooms.member(OLD, ALICE, "invite");
        assertThat(chats.find(ALICE)).contains(OLD);

        rooms.member(NEW, ALICE, "join");
        assertThat(chats.find(ALICE)).contains(NEW);
        assertThat(chats.find(BOB)).isEmpty();
    }

    @Test
    void forgetsARoomThatTheUserLeft() {
        direct("{\"@alice:example.org\":[\"!old\"]}");
        rooms.join(OLD);
        rooms.member(OLD, ALICE, "leave");

        assertThat(chats.find(ALICE)).isEmpty();
        assertThat(chats.isDirect(OLD)).isTrue();
        assertThat(chats.isDirect(NEW)).isFalse();
    }

    @Test
    void makesAPrivateEncryptedRoomAndListsIt() {
        direct("{\"@bob:example.org\":[\"!old\"]}");

        assertThat(chats.open(ALICE, true)).isEqualTo(NEW);

        ObjectNode body = rooms.created().getFirst();
        assertThat(Json.string(body, "preset")).contains("private_chat");
        assertThat(body.path("initial_state").toString())
                .isEqualTo("[{\"type\":\"m.room.encryption\",\"state_key\":\"\","
                        + "\"content\":{\"algorithm\":\"m.megolm.v1.aes-sha2\"}},"
                        + "{\"type\":\"m.room.history_visibility\",\"state_key\":\"\","
                        + "\"content\":{\"history_visibility\":\"invited\"}}]");
        assertThat(lastWritten())
                .isEqualTo(Json.parseObject("{\"@bob:example.org\":[\"!old\"],\"@alice:example.org\":[\"!new\"]}"));
    }

    @Test
    void twoCallersNeverMakeTwoRoomsEvenBeforeSyncShowsTheFirst() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<RoomId> open = () -> chats.open(ALICE, true);
            for (Future<RoomId> room : threads.invokeAll(List.of(open, open, open))) {
                assertThat(room.get()).isEqualTo(NEW);
            }
        }

        assertThat(rooms.created()).hasSize(1);
    }

    @Test
    void roomsOfTwoUsersAreMadeAtOnce() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        rooms.beforeCreates(() -> meet(both));

        List<Callable<RoomId>> two = List.of(() -> chats.open(ALICE, true), () -> chats.open(BOB, true));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<RoomId> room : threads.invokeAll(two)) {
                assertThat(room.get()).isEqualTo(NEW);
            }
        }
        assertThat(lastWritten().propertyNames()).containsExactlyInAnyOrder("@alice:example.org", "@bob:example.org");
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException("one waits for the other", alone);
        }
    }

    @Test
    void opensAnotherRoomWhenTheUserHasLeftTheFirst() {
        chats.open(ALICE, true);
        rooms.join(NEW);
        rooms.onCreate(OLD);

        assertThat(chats.open(ALICE, true)).isEqualTo(OLD);
    }

    @Test
    void aSecondChangeBeforeTheEchoDoesNotUndoTheFirst() {
        direct("{}");
        chats.add(ALICE, OLD);
        chats.add(BOB, NEW);
        chats.add(BOB, NEW);

        assertThat(lastWritten())
                .isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!old\"],\"@bob:example.org\":[\"!new\"]}"));
        assertThat(server.asked()).hasSize(2);
        assertThat(chats.isDirect(OLD)).isTrue();
    }

    @Test
    void whatWeLeftGoesOutOfTheListWithTheNextChange() {
        direct("{\"@alice:example.org\":[\"!old\",\"!stranger\"],\"@bob:example.org\":[\"!old\"]}");
        rooms.leave(OLD);

        chats.add(ALICE, NEW);

        assertThat(lastWritten()).isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!stranger\",\"!new\"]}"));
    }

    @Test
    void whatSyncShowsAfterTheEchoCounts() {
        direct("{}");
        chats.add(ALICE, OLD);
        direct("{\"@bob:example.org\":[\"!other\"]}");

        assertThat(data.get("m.direct")).contains(Json.parseObject("{\"@bob:example.org\":[\"!other\"]}"));
    }

    private ObjectNode lastWritten() {
        List<Asked> writes = server.asked("PUT", DATA);
        return writes.getLast().json();
    }

    private void direct(String content) {
        synced.put("m.direct", Json.parseObject(content));
    }
}
