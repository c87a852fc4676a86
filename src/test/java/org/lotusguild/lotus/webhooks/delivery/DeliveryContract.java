package org.lotusguild.lotus.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.fake.TestHooks;
import tools.jackson.databind.JsonNode;

/** What the rows of deliveries do, on each database. */
abstract class DeliveryContract {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final Posted POSTED =
            new Posted("POST", "application/json", Map.of("user-agent", "Grafana"), Map.of("a", "b"));

    private final TestClock clock = new TestClock(START);
    private final DeliveryStore store = new DeliveryStore(TestHooks.vault());
    private final DeliveryIds ids = new DeliveryIds(clock, new SecureRandom());

    @AutoClose
    private Database db;

    abstract Database open(TestClock clock);

    @BeforeEach
    void open() {
        db = open(clock);
    }

    private String accept(String hook, String json) {
        String id = ids.next();
        DeliveryStore.Fresh row = store.fresh(
                id, clock.instant(), new Accepted(hook, Json.parseExact(json), POSTED, json.length(), List.of()));
        db.run(tx -> store.insert(tx, List.of(row)));
        return id;
    }

    private <T> T in(Function<Tx, T> body) {
        return db.inTransaction(body);
    }

    private List<String> due() {
        return in(tx -> store.due(tx, clock.instant(), 100)).stream()
                .map(Delivery::id)
                .toList();
    }

    @Test
    void givesBackWhatWasAcceptedInOrder() {
        String one = accept("alerts", "{\"exact\": 1.50, \"big\": 12345678901234567890}");
        String two = accept("media", "\"text\"");
        String three = accept("alerts", "[1]");

        List<Delivery> due = in(tx -> store.due(tx, clock.instant(), 2));

        assertThat(due).extracting(Delivery::id).containsExactly(one, two);
        assertThat(due.getFirst().payload()).hasToString("{\"exact\":1.50,\"big\":12345678901234567890}");
        assertThat(due.getFirst().posted()).isEqualTo(POSTED);
        assertThat(due.getFirst().receivedAt()).isEqualTo(START);
        assertThat(due()).containsExactly(one, two, three);
    }

    @Test
    void oneThatWaitsHoldsBackNoOther() {
        String one = accept("alerts", "1");
        String two = accept("alerts", "2");
        String other = accept("media", "3");

        db.run(tx -> store.retry(tx, one, clock.instant().plusSeconds(5), "the homeserver is away"));

        assertThat(due()).containsExactly(two, other);
        clock.advance(Duration.ofSeconds(5));
        assertThat(due()).containsExactly(one, two, other);
        assertThat(in(tx -> store.whole(tx, one)).orElseThrow().attempts()).isEqualTo(1);
        db.run(tx -> store.putOff(tx, two, clock.instant().plusSeconds(5), "not tried"));
        assertThat(in(tx -> store.whole(tx, two)).orElseThrow().attempts()).isZero();
        assertThat(due()).containsExactly(one, other);
    }

    /** Else the courier would meet it again and again, and come to nothing else. */
    @Test
    void oneThatCannotBeReadIsDeadAndTheOthersGoOn() {
        String broken = accept("alerts", "1");
        String whole = accept("alerts", "2");
        db.run(tx -> tx.sql("update webhook_delivery set body = :body where id = :id")
                .bind("body", new byte[] {1, 2, 3})
                .bind("id", broken)
                .update());

        assertThat(due()).containsExactly(whole);

        assertThat(in(store::counts)).containsEntry(State.DEAD, 1L);
        assertThat(this.<List<Past>>in(tx -> store.past().history(tx, "alerts", 10)))
                .extracting(past -> past.id() + " " + past.body().isPresent())
                .containsExactly(whole + " true", broken + " false");
    }

    @Test
    void namesOneOfAHistoryWhoseSealIsBroken() {
        String broken = accept("alerts", "1");
        String another = accept("alerts", "2");
        db.run(tx -> tx.sql("update webhook_delivery set body = :body")
                .bind("body", new byte[] {1, 2, 3})
                .update());
        try (HeardLog log = new HeardLog(Level.WARN)) {
            assertThat(this.<List<Past>>in(tx -> store.past().history(tx, "alerts", 10)))
                    .extracting(Past::id)
                    .containsExactly(another, broken);
            assertThat(log.lines("what was posted"))
                    .singleElement()
                    .asString()
                    .contains(another)
                    .doesNotContain(broken);
        }
    }

    @Test
    void revivesAllThatDiedSinceThen() {
        List<String> all = List.of(accept("alerts", "0"), accept("alerts", "1"), accept("media", "2"));
        db.run(tx -> store.dead(tx, all.getFirst(), clock.instant(), Outcome.UNTOLD));
        clock.advance(Duration.ofHours(2));
        db.run(tx -> all.stream().skip(1).forEach(id -> store.dead(tx, id, clock.instant(), Outcome.UNTOLD)));

        assertThat(this.<Integer>in(tx -> store.past().reviveAll(tx, START.plusSeconds(1), clock.instant())))
                .isEqualTo(2);

        assertThat(due()).containsExactly(all.get(1), all.get(2));
    }

    @Test
    void opensNoMoreLargeOnesAtOnceThanMemoryHas() {
        String large = "\"" + "x".repeat(3 << 20) + "\"";
        for (int n = 0; n < 5; n++) {
            accept("logs", large);
        }
        List<String> first = due();
        assertThat(first).hasSize(3);

        first.forEach(id -> in(tx -> {
            store.move(tx, id, State.SENDING);
            return true;
        }));
        assertThat(due()).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    @Test
    void opensNoMoreOfAHistoryAtOnceThanMemoryHas() {
        String large = "\"" + "x".repeat(3 << 20) + "\"";
        for (int n = 0; n < 5; n++) {
            accept("logs", large);
        }
        assertThat(this.<List<Past>>in(tx -> store.past().history(tx, "logs", 4)))
                .extracting(past -> past.body().isPresent())
                .containsExactly(true, true, true, false);
    }

    @Test
    void masksWhatIsDoneAndKeepsWhatIsDead() {
        String sent = accept("alerts", "{\"title\": \"Down\", \"token\": \"syt_abc\", \"who\": \"alice@example.org\"}");
        String dead = accept("alerts", "{\"password\": \"hunter2\"}");
        EventId event = EventId.parse("$event");
        JsonNode payload = in(tx -> store.whole(tx, sent)).orElseThrow().payload();
        db.run(tx -> {
            store.move(tx, sent, State.SENDING);
            store.done(
                    tx,
                    sent,
                    State.SENT,
                    clock.instant(),
                    new Outcome(
                            Optional.of("grafana"), Optional.of("grafana.firing"), Optional.empty(), List.of(event)),
                    payload);
            store.dead(tx, dead, clock.instant(), Outcome.problem("the room refused the sender"));
        });

        List<Past> history = in(tx -> store.past().history(tx, "alerts", 10));

        assertThat(history).extracting(Past::id).containsExactly(dead, sent);
        assertThat(history.getLast().body())
                .map(JsonNode::toString)
                .contains("{\"title\":\"Down\",\"token\":\"…\",\"who\":\"…\"}");
        assertThat(history.getLast().events()).containsExactly(event);
        assertThat(history.getFirst().body()).map(JsonNode::toString).contains("{\"password\":\"…\"}");
        assertThat(history.getFirst().problem()).contains("the room refused the sender");
        assertThat(due()).isEmpty();
        assertThat(this.<Optional<Delivery>>in(tx -> store.whole(tx, sent))).isEmpty();
        assertThat(in(tx -> store.whole(tx, dead)).orElseThrow().payload()).hasToString("{\"password\":\"hunter2\"}");
    }

    @Test
    void knowsWhatAHookWasPostedLastWithoutItsSecrets() {
        assertThat(this.<Optional<JsonNode>>in(tx -> store.past().last(tx, "alerts")))
                .isEmpty();
        accept("alerts", "{\"a\": 1}");
        String second = accept("alerts", "{\"a\": 2, \"token\": \"s3cret\"}");
        accept("logs", "{\"a\": 3}");
        assertThat(this.<Optional<JsonNode>>in(tx -> store.past().last(tx, "alerts")))
                .hasValueSatisfying(payload -> {
                    assertThat(payload.path("a").asInt()).isEqualTo(2);
                    assertThat(payload.toString()).doesNotContain("s3cret");
                });

        db.run(tx -> store.dead(
                tx,
                second,
                clock.instant(),
                new Outcome(Optional.empty(), Optional.of("generic.digest"), Optional.empty(), List.of())));
        assertThat(this.<Optional<JsonNode>>in(tx -> store.past().last(tx, "alerts")))
                .as("but what Lotus itself made of a night")
                .hasValueSatisfying(
                        payload -> assertThat(payload.path("a").asInt()).isOne());
    }

    @Test
    void nothingWaitsForAClockThatWasPutBack() {
        String waits = accept("alerts", "1");
        String tried = accept("alerts", "2");
        db.run(tx -> store.retry(tx, tried, clock.instant().plusSeconds(60), "away"));

        clock.advance(Duration.ofMinutes(-5));
        assertThat(due()).containsExactly(waits);
        clock.advance(Duration.ofMinutes(-55));
        assertThat(due()).containsExactly(waits, tried);
        assertThat(this.<Optional<Instant>>in(tx -> store.nextDue(tx, clock.instant())))
                .hasValueSatisfying(at -> assertThat(at).isBefore(clock.instant()));
    }

    @Test
    void revivesWhatIsDead() {
        String id = accept("alerts", "1");
        assertThat(this.<Boolean>in(tx -> store.past().revive(tx, id, clock.instant())))
                .isFalse();
        db.run(tx -> store.dead(tx, id, clock.instant(), Outcome.problem("gone")));
        assertThat(this.<List<Past>>in(tx -> store.past().dead(tx, START, "", 10)))
                .extracting(Past::id)
                .containsExactly(id);

        assertThat(this.<Boolean>in(tx -> store.past().revive(tx, id, clock.instant())))
                .isTrue();

        assertThat(due()).containsExactly(id);
        assertThat(this.<List<Past>>in(tx -> store.past().dead(tx, START, "", 10)))
                .isEmpty();
    }

    @Test
    void listsWhatIsDeadPageByPageWithoutWhatWasPosted() {
        List<String> all = List.of(accept("alerts", "0"), accept("alerts", "1"), accept("media", "2"));
        db.run(tx -> all.forEach(id -> store.dead(tx, id, clock.instant(), Outcome.UNTOLD)));

        List<Past> first = in(tx -> store.past().dead(tx, START, "", 2));

        assertThat(first).extracting(Past::id).containsExactly(all.get(0), all.get(1));
        assertThat(first).extracting(Past::body).containsOnly(Optional.empty());
        assertThat(this.<List<Past>>in(tx -> store.past().dead(tx, START, all.get(1), 2)))
                .extracting(Past::id)
                .containsExactly(all.get(2));
        assertThat(this.<Long>in(tx -> store.past().countDead(tx, START, ""))).isEqualTo(3);
        assertThat(this.<Long>in(tx -> store.past().countDead(tx, START, all.get(1))))
                .isEqualTo(1);
        assertThat(this.<Long>in(tx -> store.past().countDead(tx, START.plusSeconds(1), "")))
                .isZero();
    }

    @Test
    void counts() {
        accept("alerts", "12345");
        String held = accept("media", "123");
        String dead = accept("media", "1");
        db.run(tx -> {
            store.move(tx, held, State.HELD);
            store.dead(tx, dead, clock.instant(), Outcome.UNTOLD);
        });

        assertThat(this.<Map<State, Long>>in(store::counts))
                .isEqualTo(Map.of(State.PENDING, 1L, State.HELD, 1L, State.DEAD, 1L));
        DeliveryStore.Waiting waiting = in(store::waiting);
        assertThat(waiting.rows()).isEqualTo(2);
        assertThat(waiting.bytes()).as("as they lie there, sealed").isBetween(100L, 1_000L);
        assertThat(waiting.oldest()).contains(START);
        assertThat(this.<List<Delivery>>in(tx -> store.in(tx, State.HELD, 10)))
                .extracting(Delivery::id)
                .containsExactly(held);
        assertThat(this.<PastStore.Summary>in(tx -> store.past().summary(tx, "media", START)))
                .isEqualTo(new PastStore.Summary(Optional.of(START), Map.of(State.HELD, 1L, State.DEAD, 1L)));
        assertThat(this.<PastStore.Summary>in(tx -> store.past().summary(tx, "nobody", START)))
                .isEqualTo(new PastStore.Summary(Optional.empty(), Map.of()));
    }

    @Test
    void knowsAPostAgainAsLongAsItsKeyLives() {
        Accepted.Seen seen = new Accepted.Seen("id 7", Duration.ofSeconds(60));

        assertThat(first("alerts", seen)).isTrue();
        assertThat(first("alerts", seen)).isFalse();
        assertThat(first("media", seen)).isTrue();
        clock.advance(Duration.ofSeconds(59));
        assertThat(first("alerts", seen)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(first("alerts", seen)).isTrue();
        assertThat(first("alerts", seen)).isFalse();
    }

    private boolean first(String hook, Accepted.Seen seen) {
        return in(tx -> store.first(tx, hook, seen, "delivery", clock.instant()));
    }

    @Test
    void forgetsWhatIsOldButNeverWhatWaits() {
        String waiting = accept("alerts", "0");
        String sent = accept("alerts", "1");
        String dead = accept("alerts", "2");
        db.run(tx -> {
            store.done(tx, sent, State.SENT, clock.instant(), Outcome.UNTOLD, Json.array());
            store.dead(tx, dead, clock.instant(), Outcome.UNTOLD);
        });
        Instant later = clock.instant().plus(Duration.ofDays(15));

        assertThat(this.<Integer>in(tx -> store.past().prune(tx, START, START, later)))
                .isZero();
        assertThat(this.<Integer>in(tx -> store.past().prune(tx, later, START, later)))
                .isEqualTo(1);
        assertThat(ids("alerts")).containsExactly(dead, waiting);
        assertThat(this.<Integer>in(tx -> store.past().prune(tx, later, later, later)))
                .isEqualTo(1);
        assertThat(ids("alerts")).containsExactly(waiting);
    }

    @Test
    void keepsTheNewestOfAHook() {
        List<String> all = List.of(accept("alerts", "0"), accept("alerts", "1"), accept("alerts", "2"));
        accept("media", "3");
        db.run(tx -> all.forEach(id -> store.done(tx, id, State.SENT, clock.instant(), Outcome.UNTOLD, Json.array())));

        assertThat(this.<Integer>in(tx -> store.past().prune(tx, "alerts", 2, START)))
                .isZero();
        assertThat(this.<Integer>in(tx -> store.past().prune(tx, "alerts", 2, START.plusSeconds(1))))
                .isEqualTo(1);

        assertThat(ids("alerts")).containsExactly(all.get(2), all.get(1));
        assertThat(ids("media")).hasSize(1);
    }

    private List<String> ids(String hook) {
        return in(tx -> store.past().history(tx, hook, 10)).stream()
                .map(Past::id)
                .toList();
    }
}
