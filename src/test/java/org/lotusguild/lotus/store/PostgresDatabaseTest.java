package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.store.StoreException.Kind;

/** The contract on a real PostgreSQL, and what only PostgreSQL has. */
final class PostgresDatabaseTest extends DatabaseContract {
    private final PostgresServer.Place place = PostgresServer.running().freshDatabase();

    @Override
    Database open() {
        return open(place);
    }

    private Database open(PostgresServer.Place where) {
        return TestDatabases.open(where.url(), folder, Optional.of(where.password()), clock, "contract");
    }

    @Test
    void severalProcessesMayStartTogetherOnAnEmptyDatabase() throws Exception {
        PostgresServer.Place empty = PostgresServer.running().freshDatabase();
        List<Future<?>> starts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                starts.add(threads.submit(() -> {
                    Database one = open(empty);
                    one.run(tx -> insert(tx, "process" + Thread.currentThread().threadId()));
                    one.close();
                }));
            }
            for (Future<?> start : starts) {
                start.get(60, TimeUnit.SECONDS);
            }
        }
        try (Database after = open(empty)) {
            Optional<Long> rows = after.read(
                    tx -> tx.sql("select count(*) as n from contract_thing").first(row -> row.number("n")));
            assertThat(rows).contains(6L);
        }
    }

    @Test
    void onlyARelaxedTransactionDoesNotWaitForTheDisk() {
        assertThat(database.relaxed(PostgresDatabaseTest::waiting)).isEqualTo("off");
        assertThatThrownBy(() -> database.relaxed(tx -> {
                    waiting(tx);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        for (int connection = 0; connection < 20; connection++) {
            assertThat(database.inTransaction(PostgresDatabaseTest::waiting)).isEqualTo("on");
        }
    }

    private static String waiting(Tx tx) {
        return tx.sql("select current_setting('synchronous_commit') as word")
                .first(row -> row.text("word"))
                .orElseThrow();
    }

    @Test
    void savesOnAThreadThatIsInterruptedWhileItWaitsForAConnection() throws Exception {
        CountDownLatch inside = new CountDownLatch(10);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean flag = new AtomicBoolean();
        Thread late;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                threads.submit(() -> database.inTransaction(tx -> {
                    inside.countDown();
                    return awaited(go);
                }));
            }
            assertThat(awaited(inside)).isTrue();
            late = Thread.ofVirtual().start(() -> {
                database.run(tx -> insert(tx, "saved"));
                flag.set(Thread.currentThread().isInterrupted());
            });
            Await.until(() -> late.getState() == Thread.State.TIMED_WAITING);
            late.interrupt();
            go.countDown();
        }
        assertThat(late.join(Duration.ofSeconds(20))).isTrue();
        assertThat(flag).isTrue();
        assertThat(ids()).containsExactly("saved");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void comesBackWhenTheServerDoes() {
        try (PostgresServer server = PostgresServer.start();
                Database there = open(server.freshDatabase())) {
            there.run(tx -> insert(tx, "before"));
            server.stop();
            assertThat(kind(() -> there.run(tx -> insert(tx, "meanwhile")))).isEqualTo(Kind.BUSY);
            server.startAgain();
            there.run(tx -> insert(tx, "after"));
            List<String> rows = there.read(
                    tx -> tx.sql("select id from contract_thing order by id").list(row -> row.text("id")));
            assertThat(rows).containsExactly("after", "before");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndAMissingServerIsBusy() {
        assertThat(kind(() -> TestDatabases.open(place.url(), folder, Optional.of(new Secret("wrong")), clock)))
                .isEqualTo(Kind.REFUSED);
        assertThat(kind(() -> TestDatabases.open(
                        "postgresql://lotus@127.0.0.1:1/x", folder, Optional.of(place.password()), clock)))
                .isEqualTo(Kind.BUSY);
    }

    @Test
    void aDeadlockIsBusyAndTheOtherGoesOn() throws Exception {
        database.run(tx -> {
            insert(tx, "a");
            insert(tx, "b");
        });
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> one = threads.submit(() -> crosswise("a", "b", bothHoldOne));
            Future<String> two = threads.submit(() -> crosswise("b", "a", bothHoldOne));
            assertThat(List.of(one.get(30, TimeUnit.SECONDS), two.get(30, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder("done", "BUSY");
        }
    }

    private String crosswise(String first, String second, CyclicBarrier barrier) {
        try {
            return database.inTransaction(tx -> {
                touch(tx, first);
                try {
                    barrier.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                touch(tx, second);
                return "done";
            });
        } catch (StoreException e) {
            return e.kind().name();
        }
    }

    private static void touch(Tx tx, String id) {
        tx.sql("update contract_thing set amount = 1 where id = :id")
                .bind("id", id)
                .update();
    }

    @Test
    void aFullDiskOfTheServerIsFull() {
        assertThat(kind(() -> database.run(tx ->
                        tx.sql("do $$ begin raise sqlstate '53100'; end $$").update())))
                .isEqualTo(Kind.FULL);
    }

    @Test
    void theTimeOfALeaseIsTheServers() {
        assertThat(database.leases().tryAcquire("sync")).isPresent();
        long until = database.read(tx -> tx.sql("select until from store_lease").first(row -> row.number("until")))
                .orElseThrow();
        assertThat(until - System.currentTimeMillis()).isBetween(1_000L, 10_000L);
    }

    @Test
    void aTransactionUnderALeaseKeepsTheOthersOutUntilItsCommit() throws Exception {
        Leases.Lease mine = database.leases().tryAcquire("sync").orElseThrow();
        try (Database other = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Leases.Lease>> taken = database.inTransaction(tx -> {
                database.leases().require(tx, mine);
                tx.sql("update store_lease set until = 0").update();
                Future<Optional<Leases.Lease>> attempt =
                        threads.submit(() -> other.leases().tryAcquire("sync"));
                assertThatThrownBy(() -> attempt.get(300, TimeUnit.MILLISECONDS))
                        .isInstanceOf(java.util.concurrent.TimeoutException.class);
                insert(tx, "written under the lease");
                return attempt;
            });
            assertThat(taken.get(20, TimeUnit.SECONDS)).isPresent();
        }
        assertThat(kind(() -> database.run(tx -> database.leases().require(tx, mine))))
                .isEqualTo(Kind.LEASE_LOST);
    }

    @Test
    void refusesAnAddressItCannotUse() {
        Path here = folder;
        for (String url : List.of(
                "postgresql://u:secret@h/d", "postgresql://h/d", "postgresql://u@h", "mysql://u@h/d", "sqlite:", "")) {
            assertThatThrownBy(() -> TestDatabases.open(url, here, Optional.empty(), clock))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("must be sqlite:<path> or postgresql://");
        }
    }
}
