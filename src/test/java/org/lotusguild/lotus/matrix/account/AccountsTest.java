package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.SelfCheck;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.matrix.sync.Pace;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

class AccountsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserId USER = UserId.parse("@lotus:example.org");
    private static final String API = "/_matrix/client/v3";
    private static final String COUNTER = API + "/user/.*/account_data/org.lotusguild.lotus.start";
    private static final String NOTIFICATIONS = API + "/pushrules/global/override/.m.rule.master/enabled";
    private static final Identity SERVICE = new Identity.ServiceUser(USER, new Secret("as-token"), false);
    private static final Identity ORDINARY = new Identity.Ordinary(USER, new Secret("password"));

    private final Secret key = VaultKey.generate(new SecureRandom());
    private final List<Incoming> heard = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private FakeHomeserver server;
    private Database database;
    private SelfCheck selfCheck = SelfCheck.OK;
    private long starts = 1;
    private static final RoomId ROOM = RoomId.parse("!room");

    private boolean shared;
    private Metrics metrics = new Metrics();

    @BeforeEach
    void open() throws IOException {
        server = FakeHomeserver.start();
        database = TestDatabases.sqlite(folder, () -> NOW, "matrix");
        server.on("GET", "/_matrix/client/versions", Answer.json(Map.of("versions", List.of("v1.11"))));
        server.on("GET", API + "/capabilities", Answer.ok());
        server.on("POST", API + "/register", Answer.error(400, "M_USER_IN_USE", "taken"));
        server.on("PUT", API + "/devices/.*", Answer.ok());
        server.on(
                "POST",
                API + "/login",
                asked -> Answer.json(Map.of(
                        "user_id", USER.value(),
                        "device_id", asked.json().path("device_id").stringValue(),
                        "access_token", "login-token")));
        server.on(
                "GET",
                API + "/account/whoami",
                asked -> Answer.json(Map.of("user_id", USER.value(), "device_id", storedDevice(USER))));
        server.on("POST", API + "/keys/query", Answer.ok());
        server.on("POST", API + "/user/.*/filter", Answer.json(Map.of("filter_id", "f1")));
        server.on("GET", COUNTER, Answer.error(404, "M_NOT_FOUND", "none"));
        server.on("PUT", COUNTER, Answer.ok());
        server.on("PUT", NOTIFICATIONS, Answer.ok());
        server.sync(Json.object().put("next_batch", "s1"));
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void aServiceUserIsRegisteredAndGetsADeviceThatStays() throws Exception {
        String device;
        try (MatrixAccount account = account(SERVICE)) {
            device = account.device().value();
            assertThat(device).matches("[A-Z]{10}");
        }
        try (MatrixAccount again = account(SERVICE)) {
            assertThat(again.device().value()).isEqualTo(device);
        }
        assertThat(server.asked("POST", API + "/register")
                        .getFirst()
                        .json()
                        .path("username")
                        .stringValue())
                .isEqualTo("lotus");
        assertThat(database.read(tx -> tx.sql("select token from matrix_account").list(row -> row.optionalBytes("token"))))
                .as("no token of its own is stored, and not the one of all")
                .containsExactly(Optional.empty());
        Asked put = server.asked("PUT", API + "/devices/" + device).getFirst();
        assertThat(put.authorization()).contains("Bearer as-token");
        assertThat(put.query()).containsEntry("user_id", USER.value()).doesNotContainKey("device_id");
    }

    @Test
    void theHomeserverIsToldOnceToMakeNoNotificationsForAServiceUser() throws Exception {
        account(SERVICE).close();
        account(SERVICE).close();
        assertThat(server.asked("PUT", NOTIFICATIONS)).singleElement().satisfies(asked -> {
            assertThat(asked.query()).containsEntry("user_id", USER.value());
            assertThat(asked.json().path("enabled").booleanValue()).isTrue();
        });
    }

    @Test
    void aServiceUserWorksWhereItsNotificationsCannotBeTurnedOffAndAsksAgain() throws Exception {
        server.next("PUT", NOTIFICATIONS, Answer.error(404, "M_UNRECOGNIZED", "Unrecognized request"));
        account(SERVICE).close();
        account(SERVICE).close();
        assertThat(server.asked("PUT", NOTIFICATIONS)).hasSize(2);
    }

    /** It may be a person's: who looks at it elsewhere wants them. */
    @Test
    void anOrdinaryAccountKeepsItsNotifications() throws Exception {
        account(ORDINARY).close();
        assertThat(server.asked("PUT", NOTIFICATIONS)).isEmpty();
    }

    @Test
    void anOrdinaryAccountLogsInOnceAndKeepsItsTokenSealed() throws Exception {
        String device;
        try (MatrixAccount account = account(ORDINARY)) {
            device = account.device().value();
            account.start();
        }
        server.sync(Json.object().put("next_batch", "s2"));
        try (MatrixAccount again = account(ORDINARY)) {
            assertThat(again.device().value()).isEqualTo(device);
            again.start();
        }
        assertThat(server.asked("POST", API + "/login"))
                .singleElement()
                .satisfies(login ->
                        assertThat(login.json().path("device_id").stringValue()).isEqualTo(device));
        assertThat(server.asked("GET", API + "/sync").getLast().authorization()).contains("Bearer login-token");
        byte[] token = database.read(
                        tx -> tx.sql("select token from matrix_account").first(row -> row.bytes("token")))
                .orElseThrow();
        assertThat(new String(token, StandardCharsets.ISO_8859_1)).doesNotContain("login-token");
    }

    @Test
    void aLoginWhoseAnswerWasLostGoesOnWithTheSameDevice() {
        server.next("POST", API + "/login", Answer.page(502));
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> account(ORDINARY));
        String device = storedDevice(USER);
        try (MatrixAccount account = account(ORDINARY)) {
            assertThat(account.device().value()).isEqualTo(device);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesAWrongPasswordInOneSentence() {
        server.on("POST", API + "/login", Answer.error(403, "M_FORBIDDEN", "Invalid username or password"));
        assertThatExceptionOfType(AccountRefused.class)
                .isThrownBy(() -> account(ORDINARY))
                .withMessageContaining("password of @lotus:example.org");
    }

    @Test
    void saysWhatIsWrongWithTheRegistration() {
        server.on("POST", API + "/register", Answer.error(400, "M_EXCLUSIVE", "Invalid user localpart"));
        assertThatExceptionOfType(AccountRefused.class)
                .isThrownBy(() -> account(SERVICE))
                .withMessageContaining("namespaces.users");
        server.on("POST", API + "/register", Answer.error(401, "M_UNKNOWN_TOKEN", "Invalid access token passed."));
        assertThatExceptionOfType(AccountRefused.class)
                .isThrownBy(() -> account(SERVICE))
                .withMessageContaining("app_service_config_files");
    }

    @Test
    void startsGreenWhenSyncedAndSigned() throws Exception {
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
            assertThat(account.health())
                    .isEqualTo(
                            new AccountHealth(AccountHealth.State.GREEN, "", "fingerprint", CrossSigningStatus.SIGNED));
            ObjectNode message = Json.object().put("event_id", "$1").put("type", "m.room.message");
            message.put("sender", "@a:example.org").put("origin_server_ts", NOW.toEpochMilli());
            message.putObject("content").put("msgtype", "m.text").put("body", "x");
            ObjectNode next = Json.object().put("next_batch", "s2");
            next.withObject("/rooms/join/!r/timeline").putArray("events").add(message);
            server.sync(next);
            await(() -> heard.size() == 1);
            assertThat(metrics.text())
                    .contains("lotus_matrix_sync_total{outcome=\"answered\"} ")
                    .doesNotContain("lotus_matrix_sync_total{outcome=\"answered\"} 0")
                    .contains("lotus_matrix_sync_silence_seconds 0")
                    .contains("lotus_matrix_send_waiting 0");
        }
    }

    @Test
    void refusesADeviceThatIsNotOurs() throws Exception {
        server.on("GET", API + "/account/whoami", Answer.json(Map.of("user_id", USER.value(), "device_id", "OTHER")));
        refused("reset-device");
    }

    @Test
    void refusesATokenOfSomebodyElse() throws Exception {
        server.on("GET", API + "/account/whoami", Answer.json(Map.of("user_id", "@other:example.org")));
        refused("belongs to @other:example.org");
    }

    @Test
    void refusesATokenThatTheHomeserverDoesNotKnow() throws Exception {
        server.on("GET", API + "/account/whoami", Answer.error(401, "M_UNKNOWN_TOKEN", "Invalid access token"));
        refused("refuses the token");
    }

    @Test
    void refusesKeysThatDiffer() throws Exception {
        selfCheck = SelfCheck.KEYS_DIFFER;
        refused("other keys");
    }

    @Test
    void refusesADeviceWhoseKeysAreGone() throws Exception {
        selfCheck = SelfCheck.DEVICE_MISSING;
        refused("has no keys");
    }

    @Test
    void refusesAStoreThatIsOlderThanItsLastUse() throws Exception {
        starts = 5;
        server.on("GET", COUNTER, asked -> Answer.json(Map.of("device_id", storedDevice(USER), "starts", 5)));
        try (MatrixAccount account = account(SERVICE)) {
            assertThatExceptionOfType(AccountRefused.class)
                    .isThrownBy(account::start)
                    .withMessageContaining("restored from a copy");
            assertThat(account.health().state())
                    .as("also at a later start, whose count would be high enough")
                    .isEqualTo(AccountHealth.State.RED);
        }
        assertThat(server.asked("PUT", COUNTER)).isEmpty();
    }

    @Test
    void countsStartsAtTheHomeserverBeforeAnythingElseIsSent() throws Exception {
        starts = 6;
        server.on("GET", COUNTER, asked -> Answer.json(Map.of("device_id", storedDevice(USER), "starts", 5)));
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
        }
        assertThat(server.asked("PUT", COUNTER).getFirst().json().path("starts").intValue())
                .isEqualTo(6);
        List<String> order = server.asked().stream().map(Asked::toString).toList();
        assertThat(order.indexOf(
                        "PUT " + server.asked("PUT", COUNTER).getFirst().path()))
                .isLessThan(order.indexOf("GET " + API + "/sync"));
    }

    @Test
    void theCounterOfAnotherDeviceDoesNotCount() throws Exception {
        server.on("GET", COUNTER, Answer.json(Map.of("device_id", "BEFORE", "starts", 90)));
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
        }
        assertThat(server.asked("PUT", COUNTER)).hasSize(1);
    }

    @Test
    void aTokenThatIsTakenBackLaterTurnsHealthRed() throws Exception {
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
            server.sync(Answer.json(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\",\"soft_logout\":true}"));
            await(() -> account.health().state() == AccountHealth.State.RED);
            assertThat(account.health().why()).contains("token");
        }
    }

    @Test
    void aWrongTokenStopsItsAccountAlone() throws Exception {
        UserId second = UserId.parse("@second:example.org");
        server.on(
                "GET",
                API + "/account/whoami",
                asked -> Answer.json(Map.of(
                        "user_id",
                        asked.query().getOrDefault("user_id", ""),
                        "device_id",
                        storedDevice(UserId.parse(asked.query().getOrDefault("user_id", ""))))));
        CountDownLatch takenBack = new CountDownLatch(1);
        server.on("GET", API + "/sync", asked -> {
            if (!asked.query().containsKey("since")) {
                return Answer.json(Json.object().put("next_batch", "s1"));
            }
            Answer held = new Answer.Held(new CountDownLatch(1), Answer.ok());
            Answer refused = new Answer.Held(takenBack, Answer.error(401, "M_UNKNOWN_TOKEN", "gone"));
            return second.value().equals(asked.query().get("user_id")) ? refused : held;
        });
        try (MatrixAccount first = account(SERVICE);
                MatrixAccount other = account(new Identity.ServiceUser(second, new Secret("as-token"), false))) {
            first.start();
            other.start();
            takenBack.countDown();

            await(() -> other.health().state() == AccountHealth.State.RED);
            assertThat(first.health().state()).isEqualTo(AccountHealth.State.GREEN);
            assertThat(server.asked("GET", API + "/sync").stream()
                            .filter(asked -> second.value().equals(asked.query().get("user_id"))))
                    .hasSize(2);
        }
    }

    @Test
    void stopsWithinTheLimitWhileARequestHangs() throws Exception {
        MatrixAccount account = account(SERVICE);
        account.start();
        server.await(a -> a.path().endsWith("/sync") && "s1".equals(a.query().get("since")));
        long before = System.nanoTime();
        account.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aSecondProcessWaitsUntilTheFirstHasStopped() throws Exception {
        shared = true;
        MatrixAccount first = account(SERVICE);
        CompletableFuture<MatrixAccount> second = CompletableFuture.supplyAsync(() -> {
            try {
                return account(SERVICE);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        first.start();
        assertThat(second).isNotDone();
        first.close();
        second.get(20, TimeUnit.SECONDS).close();
    }

    @Test
    void anAccountThatAnotherProcessTookOverStops() throws Exception {
        shared = true;
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
            database.run(tx -> tx.sql("update store_lease set generation = generation + 1, holder = 'another'")
                    .update());
            await(() -> account.health().state() == AccountHealth.State.RED);
            assertThat(account.health().why()).contains("another process");
        }
    }

    @Test
    void whatIsWrittenForAnAccountThatAnotherProcessHasIsRefused() throws Exception {
        shared = true;
        try (MatrixAccount loser = account(SERVICE)) {
            database.run(tx -> tx.sql("update store_lease set until = 0").update());
            try (MatrixAccount winner = account(SERVICE)) {
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> loser.database().run(tx -> enqueue(tx, loser)))
                        .matches(e -> e.kind() == StoreException.Kind.LEASE_LOST);
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() ->
                                loser.sender().send(ROOM, "m.room.message", Json.object(), SendOptions.interactive()));
                assertThat(stored()).isZero();
                winner.database().run(tx -> enqueue(tx, winner));
                assertThat(stored()).isEqualTo(1);
            }
        }
    }

    private static void enqueue(Tx tx, MatrixAccount account) {
        account.sender().enqueue(tx, ROOM, "m.room.message", Json.object(), SendOptions.interactive());
    }

    private long stored() {
        return database.read(
                        tx -> tx.sql("select count(*) as n from matrix_send").first(row -> row.number("n")))
                .orElseThrow();
    }

    private void refused(String words) throws InterruptedException {
        try (MatrixAccount account = account(SERVICE)) {
            assertThatExceptionOfType(AccountRefused.class)
                    .isThrownBy(account::start)
                    .withMessageContaining(words);
        }
        assertThat(server.asked("GET", API + "/sync")).isEmpty();
    }

    private MatrixAccount account(Identity identity) throws InterruptedException {
        Pause brief =
                time -> Pause.real().take(time.compareTo(Duration.ofMillis(20)) < 0 ? time : Duration.ofMillis(20));
        metrics = new Metrics();
        AccountWorld world = new AccountWorld(
                new PlainCaller(),
                database,
                shared,
                VaultKey.parse(key),
                (user, device, vault, lease) -> {
                    ReadingMachine machine = new ReadingMachine(database, user, device);
                    machine.selfCheck(selfCheck);
                    machine.starts(starts);
                    return machine;
                },
                new Figures(metrics),
                () -> NOW,
                brief,
                new SecureRandom());
        return new Accounts(world)
                .open(new AccountSetup(
                        server.url(),
                        identity,
                        "Lotus",
                        account -> (event, ack) -> heard.add(event),
                        (room, inviter, direct) -> InvitePolicy.Answer.IGNORE,
                        Duration.ofMinutes(2),
                        RoomPolicy.ShareWith.ALL,
                        Pace.LISTENING,
                        "nobody looks"));
    }

    private String storedDevice(UserId user) {
        return database.read(tx -> tx.sql("select device from matrix_account where account = :account")
                        .bind("account", user)
                        .first(row -> row.text("device")))
                .orElseThrow();
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come true within 20 s");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
