package org.lotusguild.lotus.matrix.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

class DirectChatsTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final UserId BOB = UserId.parse("@bob:example.org");
    private static final UserId CAROL = UserId.parse("@carol:example.org");
    private static final RoomId LAST = RoomId.parse("!last");
    private static final RoomId OLD = RoomId.parse("!old");
    private static final RoomId NEW = RoomId.parse("!new");
    private static final String DATA = "/_matrix/client/v3/user/.*/account_data/m.direct";

    private final Map<String, ObjectNode> synced = new ConcurrentHashMap<>();
    private final FakeRooms rooms = new FakeRooms();
    /** How often the list may be looked at, and how long it was to be waited before. */
    private final Semaphore looks = new Semaphore(0);

    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private Database database;
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
        data = new SyncedAccountData(
                ScriptedMachine.USER,
                api,
                type -> Optional.ofNullable(synced.get(type)).map(Json::text));
        rooms.onCreate(NEW);
        database = TestDatabases.sqlite(folder, () -> Instant.EPOCH, "matrix");
        chats = process();
    }

    private ListedDirectChats process() {
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
    void makesAPrivateEncryptedRoomAndListsIt() throws Exception {
        direct("{\"@bob:example.org\":[\"!old\"]}");

        assertThat(chats.open(ALICE, true)).isEqualTo(NEW);

        ObjectNode body = rooms.created().getFirst();
        assertThat(Json.string(body, "preset")).contains("private_chat");
        assertThat(body.path("initial_state").toString())
                .isEqualTo("[{\"type\":\"m.room.encryption\",\"state_key\":\"\","
                        + "\"content\":{\"algorithm\":\"m.megolm.v1.aes-sha2\"}},"
                        + "{\"type\":\"m.room.history_visibility\",\"state_key\":\"\","
                        + "\"content\":{\"history_visibility\":\"invited\"}}]");
        assertThat(chats.isDirect(NEW)).as("before it is listed").isTrue();
        assertThat(written())
                .isEqualTo(Json.parseObject("{\"@bob:example.org\":[\"!old\"],\"@alice:example.org\":[\"!new\"]}"));
        assertThat(chats.isDirect(NEW)).isTrue();
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
        assertThat(written().propertyNames()).containsExactlyInAnyOrder("@alice:example.org", "@bob:example.org");
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
    void opensAnotherRoomWhenWeHaveLeftTheFirst() {
        RoomId first = chats.make(ALICE, true);
        rooms.join(first);
        rooms.leave(first);
        rooms.onCreate(OLD);

        assertThat(chats.make(ALICE, true)).isEqualTo(OLD);
    }

    /** Sync may have shown us there, and the user not yet. */
    @Test
    void opensNoOtherRoomWhileSyncShowsTheFirstInPieces() {
        RoomId first = chats.make(ALICE, true);
        rooms.join(first);
        rooms.onCreate(OLD);
        rooms.whileAwaited(() -> rooms.member(first, ALICE, "invite"));

        assertThat(chats.make(ALICE, true)).isEqualTo(first);
        assertThat(rooms.created()).hasSize(1);
    }

    @Test
    void aSecondChangeBeforeTheEchoDoesNotUndoTheFirst() throws Exception {
        direct("{}");
        chats.add(ALICE, OLD);
        written();
        chats.add(BOB, NEW);
        chats.add(BOB, NEW);

        assertThat(written())
                .isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!old\"],\"@bob:example.org\":[\"!new\"]}"));
        assertThat(server.asked()).hasSize(2);
        assertThat(chats.isDirect(OLD)).isTrue();
    }

    @Test
    void theEchoOfTheFirstChangeDoesNotUndoTheSecond() throws Exception {
        direct("{}");
        chats.add(ALICE, OLD);
        ObjectNode first = written();
        chats.add(BOB, NEW);
        ObjectNode second = written();
        synced.put("m.direct", first);

        assertThat(data.get("m.direct")).contains(second);
        chats.add(CAROL, LAST);
        ObjectNode third = written();
        assertThat(third.propertyNames()).containsExactlyInAnyOrder(ALICE.value(), BOB.value(), CAROL.value());
        synced.put("m.direct", second);
        assertThat(data.get("m.direct")).contains(third);
    }

    @Test
    void endsOnlyWhenNobodyWritesAnyMore() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        ListedDirectChats closed = new ListedDirectChats(ScriptedMachine.USER, data, rooms, database, wait -> {
            waits.countDown();
            try {
                looks.acquire();
            } finally {
                // Longer than who does not wait for us takes.
                looks.tryAcquire(200, TimeUnit.MILLISECONDS);
                ended.set(true);
            }
        });
        closed.add(ALICE, OLD);
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();

        closed.close();
        assertThat(ended).isTrue();
    }

    @Test
    void listsManyWithOneRequest() throws Exception {
        direct("{}");
        for (int i = 0; i < 100; i++) {
            chats.add(UserId.parse("@guest" + i + ":example.org"), RoomId.parse("!with" + i));
        }

        assertThat(written().size()).isEqualTo(100);
        assertThat(server.asked()).hasSize(1);
        assertThat(waits).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void findsAndListsAfterARestartWhatAProcessThatDiedHasMade() throws Exception {
        direct("{}");
        chats.make(ALICE, true);
        chats.close();
        rooms.join(NEW);
        rooms.member(NEW, ALICE, "invite");
        chats = process();

        assertThat(chats.find(ALICE)).contains(NEW);
        assertThat(chats.isDirect(NEW)).isTrue();
        assertThat(server.asked()).isEmpty();
        chats.start();
        assertThat(written()).isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!new\"]}"));
    }

    @Test
    void asksNothingAtAStartWhereNothingWasLeft() {
        chats.start();
        assertThat(waits).isEmpty();
    }

    @Test
    void triesAgainLaterWhatTheHomeserverRefused() throws Exception {
        direct("{}");
        server.next("PUT", DATA, Answer.error(400, "M_UNKNOWN", "no"));
        chats.add(ALICE, OLD);
        looks.release();
        server.await(asked -> asked.method().equals("PUT"));
        assertThat(chats.isDirect(OLD)).isTrue();

        assertThat(written()).isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!old\"]}"));
        assertThat(waits).containsExactly(Duration.ofSeconds(5), Duration.ofMinutes(1));
        chats.add(BOB, NEW);
        assertThat(written().size()).isEqualTo(2);
    }

    @Test
    void whatWeLeftGoesOutOfTheListWithTheNextChange() throws Exception {
        direct("{\"@alice:example.org\":[\"!old\",\"!stranger\"],\"@bob:example.org\":[\"!old\"]}");
        rooms.leave(OLD);

        chats.add(ALICE, NEW);

        assertThat(written()).isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!stranger\",\"!new\"]}"));
    }

    @Test
    void whatSyncShowsAfterTheEchoCounts() throws Exception {
        direct("{}");
        chats.add(ALICE, OLD);
        written();
        direct("{\"@bob:example.org\":[\"!other\"]}");

        assertThat(data.get("m.direct")).contains(Json.parseObject("{\"@bob:example.org\":[\"!other\"]}"));
    }

    /** Some seconds later: what the list then is. */
    private ObjectNode written() throws InterruptedException {
        looks.release();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!database.read(new DirectStore(ScriptedMachine.USER)::all).isEmpty()) {
            assertThat(System.nanoTime()).as("until it is listed").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        List<Asked> writes = server.asked("PUT", DATA);
        return writes.getLast().json();
    }

    private void direct(String content) {
        synced.put("m.direct", Json.parseObject(content));
    }
}
