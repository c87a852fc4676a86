package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.fake.BrokenDatabase;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.fake.TestHooks;

class InboxTest {
    private static final Posted POSTED = new Posted("POST", "application/json", Map.of(), Map.of());

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(IntakeBed.START);
    private final DeliveryStore store = new DeliveryStore(TestHooks.vault());
    private final AtomicInteger commits = new AtomicInteger();

    @AutoClose
    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabases.sqlite(folder, clock, "webhooks");
    }

    private Inbox inbox(Database over) {
        return inbox(over, 100_000, 1 << 30);
    }

    private Inbox inbox(Database over, int mostRows, long mostBytes) {
        return new Inbox(
                over,
                store,
                clock,
                new SecureRandom(),
                new Backlog(over, store, clock, mostRows, mostBytes),
                new Metrics().histogram("rows", "rows", 1));
    }

    /** The real one, counted. */
    private Database counting() {
        return new Database() {
            @Override
            public <T> T inTransaction(Function<Tx, T> body) {
                commits.incrementAndGet();
                return db.inTransaction(body);
            }

            @Override
            public <T> T read(Function<Tx, T> body) {
                return db.read(body);
            }

            @Override
            public Leases leases() {
                return db.leases();
            }

            @Override
            public void close() {}
        };
    }

    private static Accepted post(int number, Accepted.Seen... seen) {
        return new Accepted("alerts", Json.parseExact("{\"n\": " + number + "}"), POSTED, 100, List.of(seen));
    }

    private List<Delivery> rows() {
        return db.read(tx -> store.due(tx, clock.instant(), 10_000));
    }

    @Test
    void storesWhatComesTogetherWithOneCommit() throws Exception {
        try (Inbox inbox = inbox(counting());
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Inbox.Kept>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                Accepted post = post(i);
                answers.add(senders.submit(() -> inbox.accept(inbox.nextId(), post)));
            }
            for (Future<Inbox.Kept> answer : answers) {
                assertThat(answer.get()).isEqualTo(Inbox.Kept.STORED);
            }
        }
        assertThat(rows()).hasSize(500);
        assertThat(commits.get()).isLessThan(100);
    }

    @Test
    void aRowIsThereWhenItsSenderIsAnswered() {
        try (Inbox inbox = inbox(db)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(inbox.accept(inbox.nextId(), post(i))).isEqualTo(Inbox.Kept.STORED);
                assertThat(rows()).hasSize(i);
            }
        }
    }

    @Test
    void storesOneOfTwoEqualPostsEvenInOneCommit() throws Exception {
        Accepted.Seen same = new Accepted.Seen("id 7", Duration.ofHours(24));
        try (Inbox inbox = inbox(db);
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Inbox.Kept>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Accepted post = post(i, same);
                answers.add(senders.submit(() -> inbox.accept(inbox.nextId(), post)));
            }
            List<Inbox.Kept> kept = new ArrayList<>();
            for (Future<Inbox.Kept> answer : answers) {
                kept.add(answer.get());
            }
            assertThat(kept).containsOnlyOnce(Inbox.Kept.STORED).contains(Inbox.Kept.DUPLICATE);
        }
        assertThat(rows()).hasSize(1);
    }

    @Test
    void tellsWhenItIsFull() {
        try (Inbox inbox = inbox(db, 2, 1_000)) {
            inbox.accept(inbox.nextId(), post(1));
            inbox.accept(inbox.nextId(), post(2));
            assertThat(inbox.accept(inbox.nextId(), post(3))).isEqualTo(Inbox.Kept.FULL);
        }
        try (Inbox inbox = inbox(db, 100, 250)) {
            assertThat(inbox.accept(inbox.nextId(), post(3)))
                    .as("by what they hold")
                    .isEqualTo(Inbox.Kept.FULL);
        }
        assertThat(rows()).hasSize(2);
    }

    @Test
    void takesAgainWhenOthersHaveDelivered() {
        try (Inbox inbox = inbox(db, 2, 1_000)) {
            inbox.accept(inbox.nextId(), post(1));
            inbox.accept(inbox.nextId(), post(2));
            db.run(tx -> rows(tx).forEach(row ->
                    store.dead(tx, row.id(), clock.instant(), org.lotusguild.lotus.webhooks.delivery.Outcome.UNTOLD)));
            clock.advance(Duration.ofSeconds(6));

            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            Inbox.Kept kept = Inbox.Kept.FULL;
            while (kept == Inbox.Kept.FULL && System.nanoTime() < end) {
                kept = inbox.accept(inbox.nextId(), post(3));
            }

            assertThat(kept).isEqualTo(Inbox.Kept.STORED);
        }
    }

    private List<Delivery> rows(Tx tx) {
        return store.due(tx, clock.instant(), 10);
    }

    @Test
    void refusesAllWhenTheDatabaseRefuses() {
        try (Inbox inbox = inbox(new BrokenDatabase(db))) {
            assertThat(inbox.accept(inbox.nextId(), post(1))).isEqualTo(Inbox.Kept.AWAY);
        }
        assertThat(rows()).isEmpty();
    }

    @Test
    void takesNothingMoreOnceItIsClosed() {
        Inbox inbox = inbox(db);
        inbox.accept(inbox.nextId(), post(1));
        inbox.close();

        assertThat(inbox.accept(inbox.nextId(), post(2))).isEqualTo(Inbox.Kept.AWAY);
        assertThat(rows()).hasSize(1);
    }
}
