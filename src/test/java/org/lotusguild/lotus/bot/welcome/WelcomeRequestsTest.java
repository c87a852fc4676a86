package org.lotusguild.lotus.bot.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.bot.command.Voice;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.AccountWorld;
import org.lotusguild.lotus.matrix.account.Accounts;
import org.lotusguild.lotus.matrix.account.Identity;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.store.Through;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a guest costs: requests to the homeserver beside sync, and commits. */
class WelcomeRequestsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserId BOT = UserId.parse("@lotus:example.org");
    private static final RoomId SPACE = RoomId.parse("!space");
    private static final String API = "/_matrix/client/v3";
    private static final Duration GATHER = Duration.ofSeconds(5);
    private static final int GUESTS = 60;

    private final WelcomeStore store = new WelcomeStore();
    /** The list of direct chats is written when this lets it. */
    private final Semaphore gathered = new Semaphore(0);

    @TempDir
    Path folder;

    private FakeHomeserver server;
    private Counting database;
    private final AtomicReference<WelcomeFeature> feature = new AtomicReference<>();
    private MatrixAccount account;

    @BeforeEach
    void start() throws Exception {
        server = FakeHomeserver.start();
        database = new Counting(TestDatabases.sqlite(folder, () -> NOW, "matrix", "bot"));
        says("GET", "/_matrix/client/versions", Answer.json(Map.of("versions", List.of("v1.11"))));
        says("GET", API + "/capabilities", Answer.ok());
        says("POST", API + "/register", Answer.ok());
        says("PUT", API + "/(devices|pushrules|user)/.*", Answer.ok());
        says("POST", API + "/keys/query", Answer.ok());
        says("POST", API + "/user/.*/filter", Answer.json(Map.of("filter_id", "f1")));
        server.on(
                "GET",
                API + "/account/whoami",
                asked -> Answer.json(Map.of("user_id", BOT.value(), "device_id", device())));
        server.on("POST", API + "/createRoom", this::made);
        says("GET", API + "/rooms/.*/members", chunk(member("$own", BOT, "join")));
        server.sync(joined(SPACE, created("$create"), member("$own", BOT, "join")));
        account = account();
        account.start();
        feature().work(voice());
    }

    @AfterEach
    void stop() {
        account.close();
        server.close();
        database.close();
    }

    @Test
    void aGuestCostsTheHomeserverOneRoomAndAShareOfOneList() throws Exception {
        ObjectNode[] joins = IntStream.range(0, GUESTS)
                .mapToObj(i -> member("$join" + i, guest(i), "join"))
                .toArray(ObjectNode[]::new);
        server.sync(joined(SPACE, joins));
        Await.until(() -> in(Guest.State.WAITING) == GUESTS);
        int before = server.asked().size();
        database.commits.set(0);

        feature().work(voice());

        assertThat(in(Guest.State.INVITED)).isEqualTo(GUESTS);
        assertThat(database.commits.get())
                .as("that a step begins, and that it is done")
                .isEqualTo(2 * GUESTS);
        gathered.release();
        server.await(asked -> asked.path().endsWith("m.direct"));
        assertThat(requestsSince(before)).isEqualTo(Map.of("POST createRoom", (long) GUESTS, "PUT m.direct", 1L));
    }

    @Test
    void whoIsToReadAMessageInANewChatIsKnownWithoutAsking() throws Exception {
        server.sync(joined(SPACE, member("$join", guest(0), "join")));
        Await.until(() -> in(Guest.State.WAITING) == 1);
        feature().work(voice());
        int before = server.asked().size();

        RoomId chat = account.directChats().find(guest(0)).orElseThrow();

        assertThat(account.rooms().joinedMembers(chat)).containsExactly(BOT);
        assertThat(account.rooms().invitedMembers(chat)).containsExactly(guest(0));
        assertThat(account.rooms().encrypted(chat)).isTrue();
        assertThat(requestsSince(before)).isEmpty();
    }

    /** By the last word of their path. */
    private Map<String, Long> requestsSince(int before) {
        return server.asked().stream()
                .skip(before)
                .filter(asked -> !asked.path().endsWith("/sync"))
                .collect(Collectors.groupingBy(
                        asked -> asked.method() + " "
                                + asked.path().substring(asked.path().lastIndexOf('/') + 1),
                        Collectors.counting()));
    }

    private void says(String method, String path, Answer answer) {
        server.on(method, path, answer);
    }

    /** As a homeserver makes rooms: event by event, and sync shows what there is. */
    private Answer made(Asked asked) {
        UserId guest = UserId.parse(asked.json().path("invite").path(0).asString(""));
        RoomId room = WelcomeBed.chat(guest);
        ObjectNode begun =
                joined(room, created("$create-" + guest.localpart()), member("$own-" + guest.localpart(), BOT, "join"));
        begun.withObject("/rooms/join/" + room + "/timeline")
                .put("limited", true)
                .put("prev_batch", "p");
        server.sync(begun);
        server.sync(joined(
                room,
                state("$encryption-" + guest.localpart(), "m.room.encryption", "", Json.object()),
                member("$invite-" + guest.localpart(), guest, "invite")));
        return Answer.json(Map.of("room_id", room.value()));
    }

    private MatrixAccount account() throws InterruptedException {
        Pause pause = time -> {
            if (time.equals(GATHER)) {
                gathered.acquire();
            } else {
                Pause.real().take(time.compareTo(Duration.ofMillis(20)) < 0 ? time : Duration.ofMillis(20));
            }
        };
        AccountWorld world = new AccountWorld(
                new PlainCaller(),
                database.real,
                false,
                VaultKey.parse(VaultKey.generate(new SecureRandom())),
                (user, device, vault, lease) -> new ReadingMachine(database.real, user, device),
                new Figures(new Metrics()),
                () -> NOW,
                pause,
                new SecureRandom());
        Identity identity = new Identity.ServiceUser(BOT, new Secret("as-token"), true);
        return new Accounts(world).open(AccountSetup.of(server.url(), identity, this::listener));
    }

    private Listener listener(MatrixAccount of) {
        feature.set(new WelcomeFeature(new WelcomeSetting(
                new WelcomeConfig(true, List.of("general"), "general", 30, "Welcome, {name}!"),
                BOT,
                SPACE,
                "The Lotus Guild",
                "!",
                List.of(WelcomeBed.GENERAL),
                WelcomeBed.GENERAL,
                user -> false,
                true,
                of.rooms(),
                of.directChats(),
                database,
                line -> {},
                Clock.fixed(NOW, ZoneOffset.UTC))));
        return (event, ack) -> heard(event, ack);
    }

    private void heard(Incoming event, Listener.Ack ack) {
        database.real.run(tx -> {
            ack.within(tx);
            feature().heard(tx, event, NOW);
        });
    }

    private WelcomeFeature feature() {
        return Objects.requireNonNull(feature.get());
    }

    private Voice voice() {
        return (cause, decision) -> database.inTransaction(decision);
    }

    private long in(Guest.State state) {
        return database.real.read(store::counts).getOrDefault(state, 0L);
    }

    private String device() {
        return database.real
                .read(tx -> tx.sql("select device from matrix_account").first(row -> row.text("device")))
                .orElseThrow();
    }

    private static UserId guest(int number) {
        return UserId.parse("@guest" + number + ":example.org");
    }

    private static Answer chunk(ObjectNode... events) {
        ObjectNode answer = Json.object();
        List.of(events).forEach(answer.putArray("chunk")::add);
        return Answer.json(answer);
    }

    private static ObjectNode joined(RoomId room, ObjectNode... timeline) {
        ObjectNode answer = Json.object().put("next_batch", "s");
        ArrayNode events =
                answer.withObject("/rooms/join/" + room + "/timeline").withArray("events");
        List.of(timeline).forEach(events::add);
        return answer;
    }

    private static ObjectNode created(String id) {
        return state(id, "m.room.create", "", Json.object().put("room_version", "12"));
    }

    private static ObjectNode member(String id, UserId user, String membership) {
        return state(id, "m.room.member", user.value(), Json.object().put("membership", membership))
                .put("sender", membership.equals("join") ? user.value() : BOT.value());
    }

    private static ObjectNode state(String id, String type, String key, ObjectNode content) {
        ObjectNode event = Json.object()
                .put("event_id", id)
                .put("type", type)
                .put("state_key", key)
                .put("sender", BOT.value())
                .put("origin_server_ts", NOW.toEpochMilli());
        event.set("content", content);
        return event;
    }

    /** Counts what is written through it. */
    private static final class Counting extends Through {
        private final AtomicInteger commits = new AtomicInteger();

        Counting(Database real) {
            super(real);
        }

        @Override
        public <T> T inTransaction(Function<Tx, T> body) {
            commits.incrementAndGet();
            return real.inTransaction(body);
        }
    }
}
