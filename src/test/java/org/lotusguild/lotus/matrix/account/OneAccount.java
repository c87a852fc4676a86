package org.lotusguild.lotus.matrix.account;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.SelfCheck;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.matrix.send.Turns;
import org.lotusguild.lotus.matrix.sync.Pace;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

/** An account before a homeserver that says yes to everything. */
abstract class OneAccount {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final UserId USER = UserId.parse("@lotus:example.org");
    static final String API = "/_matrix/client/v3";
    static final String COUNTER = API + "/user/.*/account_data/org.lotusguild.lotus.start";
    static final String NOTIFICATIONS = API + "/pushrules/global/override/.m.rule.master/enabled";
    static final Identity SERVICE = new Identity.ServiceUser(USER, new Secret("as-token"), false);
    static final Identity ORDINARY = new Identity.Ordinary(USER, new Secret("password"));
    final Secret key = VaultKey.generate(new SecureRandom());
    final List<Incoming> heard = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    FakeHomeserver server;
    Database database;
    SelfCheck selfCheck = SelfCheck.OK;
    long starts = 1;
    boolean shared;
    Metrics metrics = new Metrics();

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

    MatrixAccount account(Identity identity) throws InterruptedException {
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
                        "nobody looks",
                        Turns.any()));
    }

    String storedDevice(UserId user) {
        return database.read(tx -> tx.sql("select device from matrix_account where account = :account")
                        .bind("account", user)
                        .first(row -> row.text("device")))
                .orElseThrow();
    }
}
