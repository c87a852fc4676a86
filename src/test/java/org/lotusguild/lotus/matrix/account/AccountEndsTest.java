package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** How an account ends: by a token that is taken back, by its owner, by another process. */
class AccountEndsTest extends OneAccount {
    private static final RoomId ROOM = RoomId.parse("!room");

    @Test
    void aTokenThatIsTakenBackLaterTurnsHealthRed() throws Exception {
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
            server.sync(Answer.json(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\",\"soft_logout\":true}"));
            Await.until(() -> account.health().state() == AccountHealth.State.RED);
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

            Await.until(() -> other.health().state() == AccountHealth.State.RED);
            assertThat(first.health().state()).isEqualTo(AccountHealth.State.GREEN);
            assertThat(server.asked("GET", API + "/sync").stream()
                            .filter(asked -> second.value().equals(asked.query().get("user_id"))))
                    .hasSize(2);
        }
    }

    /** While the program stops, nobody begins what would be broken off: it comes at the next start. */
    @Test
    void handsNoMoreEventsOverOnceItIsHeld() throws Exception {
        try (MatrixAccount account = account(SERVICE)) {
            account.start();
            server.sync(news("s2", "$before"));
            Await.until(() -> heard.size() == 1);
            account.hold();
            server.sync(news("s3", "$after"));
            server.await(
                    a -> a.path().endsWith("/sync") && "s3".equals(a.query().get("since")));
        }
        assertThat(heard).hasSize(1);
        assertThat(rows("matrix_inbox")).isEqualTo(1);
    }

    private static ObjectNode news(String position, String id) {
        ObjectNode message = Json.object().put("event_id", id).put("type", "m.room.message");
        message.put("sender", "@a:example.org").put("origin_server_ts", NOW.toEpochMilli());
        message.putObject("content").put("msgtype", "m.text").put("body", "x");
        ObjectNode next = Json.object().put("next_batch", position);
        next.withObject("/rooms/join/!r/timeline").putArray("events").add(message);
        return next;
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
            Await.until(() -> account.health().state() == AccountHealth.State.RED);
            assertThat(account.health().why()).contains("another process");
        }
    }

    @Test
    void whatIsWrittenForAnAccountThatAnotherProcessHasIsRefused() throws Exception {
        shared = true;
        try (MatrixAccount loser = account(SERVICE)) {
            database.leases().endAll();
            try (MatrixAccount winner = account(SERVICE)) {
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> loser.database().run(tx -> enqueue(tx, loser)))
                        .matches(e -> e.kind() == StoreException.Kind.LEASE_LOST);
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() ->
                                loser.sender().send(ROOM, "m.room.message", Json.object(), SendOptions.interactive()));
                assertThat(rows("matrix_send")).isZero();
                winner.database().run(tx -> enqueue(tx, winner));
                assertThat(rows("matrix_send")).isEqualTo(1);
            }
        }
    }

    private static void enqueue(Tx tx, MatrixAccount account) {
        account.sender().enqueue(tx, ROOM, "m.room.message", Json.object(), SendOptions.interactive());
    }

    private long rows(String table) {
        return database.read(tx -> tx.sql("select count(*) as n from " + table).first(row -> row.number("n")))
                .orElseThrow();
    }
}
