package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.StoreException.Kind;

/** What both databases must do alike. */
abstract class StoreContract {
    static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_123L);

    @TempDir
    Path folder;

    final InstantSource clock = InstantSource.fixed(NOW);
    Database database;

    /** Opens this test's database, with the tables of the room {@code contract}. */
    abstract Database open();

    @BeforeEach
    void openDatabase() {
        database = open();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    void insert(Tx tx, String id) {
        tx.sql("insert into contract_thing (id) values (:id)").bind("id", id).update();
    }

    List<String> ids() {
        return database.read(
                tx -> tx.sql("select id from contract_thing order by id").list(row -> row.text("id")));
    }

    static Kind kind(Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            return e.kind();
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void aRelaxedTransactionIsWholeOrNothing() {
        database.relaxed(tx -> {
            insert(tx, "kept");
            return true;
        });
        assertThatThrownBy(() -> database.relaxed(tx -> {
                    insert(tx, "lost");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(ids()).containsExactly("kept");
    }

    @Test
    void aTransactionKnowsWhetherItsCommitWaitsForTheDisk() {
        assertThat(database.inTransaction(Tx::waitsForDisk)).isTrue();
        assertThat(database.relaxed(Tx::waitsForDisk)).isFalse();
        assertThat(database.read(Tx::waitsForDisk)).isFalse();
    }

    @Test
    void keepsEveryKindOfValue() {
        database.run(tx -> tx.sql("""
                insert into contract_thing (id, amount, flag, content, at) values (:id, :amount, :flag, :content, :at)""")
                .bind("id", "ünï — 🌸")
                .bind("amount", Long.MIN_VALUE)
                .bind("flag", true)
                .bind("content", new byte[] {0, -1, 7})
                .bind("at", NOW)
                .update());
        Optional<Boolean> seen = database.read(tx -> tx.sql("select id, amount, flag, content, at from contract_thing")
                .first(row -> {
                    assertThat(row.text("id")).isEqualTo("ünï — 🌸");
                    assertThat(row.number("amount")).isEqualTo(Long.MIN_VALUE);
                    assertThat(row.flag("flag")).isTrue();
                    assertThat(row.bytes("content")).containsExactly(0, -1, 7);
                    assertThat(row.instant("at")).isEqualTo(NOW);
                    return true;
                }));
        assertThat(seen).contains(true);
    }

    @Test
    void tellsNullFromAValue() {
        database.run(tx -> tx.sql("insert into contract_thing (id, amount, content, at) values (:id, :no, :no, :no)")
                .bind("id", "x")
                .bind("no", null)
                .update());
        Optional<Boolean> seen = database.read(tx -> tx.sql("select id, amount, content, at from contract_thing")
                .first(row -> {
                    assertThat(row.optionalText("id")).contains("x");
                    assertThat(row.optionalNumber("amount")).isEmpty();
                    assertThat(row.optionalBytes("content")).isEmpty();
                    assertThat(row.optionalInstant("at")).isEmpty();
                    assertThat(kind(() -> row.number("amount"))).isEqualTo(Kind.BROKEN);
                    return true;
                }));
        assertThat(seen).contains(true);
    }

    @Test
    void bindsIdentifiersAndEnumsByTheirText() {
        List<Object> values = List.of(
                UserId.parse("@a:example.org"),
                RoomId.parse("!r:example.org"),
                EventId.parse("$e"),
                new DeviceId("DEV"),
                Kind.BUSY);
        database.run(tx -> values.forEach(value -> tx.sql("insert into contract_thing (id) values (:id)")
                .bind("id", value)
                .update()));
        assertThat(ids()).containsExactlyInAnyOrder("@a:example.org", "!r:example.org", "$e", "DEV", "BUSY");
    }

    @Test
    void aParameterMayStandTwiceAndColonsInTextsAreNone() {
        database.run(tx -> {
            insert(tx, "a:b");
            assertThat(tx.sql("select id from contract_thing where id = 'a:b' and id like :p and :p = :p")
                            .bind("p", "a:b")
                            .list(row -> row.text("id")))
                    .containsExactly("a:b");
        });
    }

    @Test
    void aStatementMayRunAgainWhileItsOwnRowsAreRead() {
        database.run(tx -> {
            insert(tx, "a");
            insert(tx, "b");
            assertThat(idsFrom(tx, "a", id -> idsFrom(tx, id, inner -> List.of(id + inner))))
                    .containsExactly("aa", "ab", "bb");
        });
    }

    private static List<String> idsFrom(Tx tx, String from, Function<String, List<String>> each) {
        return tx
                .sql("select id from contract_thing where id >= :from order by id")
                .bind("from", from)
                .list(row -> each.apply(row.text("id")))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void refusesAParameterWithoutAValue() {
        assertThat(kind(() -> database.run(tx ->
                        tx.sql("delete from contract_thing where id = :id").update())))
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void refusesANulSignAndAnUnknownParameter() {
        assertThat(kind(() -> database.run(tx -> insert(tx, "a\0b")))).isEqualTo(Kind.BROKEN);
        assertThat(kind(() -> database.run(tx -> tx.sql("delete from contract_thing where id = :id")
                        .bind("other", 1)
                        .update())))
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void sendsABatchOfRows() {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        int changed = database.inTransaction(tx -> tx.batch(
                "insert into contract_thing (id, amount) values (:id, :amount) on conflict (id) do nothing",
                numbers,
                (row, n) -> row.bind("id", "n" + n).bind("amount", n == 7 ? null : n)));
        assertThat(changed).isEqualTo(1_000);
        assertThat(ids()).hasSize(1_000);
        database.run(tx -> assertThat(tx.batch("delete from contract_thing where id = :id", List.of(), (row, n) -> {}))
                .isZero());
    }

    @Test
    void rollsBackWhenTheBodyThrows() {
        assertThatThrownBy(() -> database.run(tx -> {
                    insert(tx, "a");
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("on purpose");
        assertThat(ids()).isEmpty();
    }

    @Test
    void namesTheConflictAndWritesNothingOfTheTransaction() {
        database.run(tx -> insert(tx, "a"));
        assertThat(kind(() -> database.run(tx -> {
                    insert(tx, "b");
                    insert(tx, "a");
                })))
                .isEqualTo(Kind.CONFLICT);
        assertThat(kind(() -> database.run(tx -> tx.sql("insert into contract_part (thing) values ('none')")
                        .update())))
                .isEqualTo(Kind.CONFLICT);
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void aCaughtFailureSpoilsTheTransactionAllTheSame() {
        database.run(tx -> insert(tx, "a"));
        assertThat(kind(() -> database.run(tx -> {
                    insert(tx, "b");
                    assertThat(kind(() -> insert(tx, "a"))).isEqualTo(Kind.CONFLICT);
                })))
                .isEqualTo(Kind.CONFLICT);
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void neverTellsTheValuesOfAFailedStatement() {
        database.run(tx -> insert(tx, "hush-hush"));
        assertThatThrownBy(() -> database.run(tx -> insert(tx, "hush-hush"))).satisfies(e -> {
            for (Throwable at = e; at != null; at = at.getCause()) {
                assertThat(at.toString()).doesNotContain("hush-hush");
            }
        });
    }

    @Test
    void refusesToWriteInARead() {
        assertThatThrownBy(() -> database.read(tx -> {
                    insert(tx, "a");
                    return true;
                }))
                .isInstanceOf(StoreException.class);
        database.run(tx -> insert(tx, "b"));
        assertThat(ids()).containsExactly("b");
    }

    @Test
    void refusesATransactionInsideATransaction() {
        assertThat(kind(() -> database.run(tx -> database.run(inner -> {})))).isEqualTo(Kind.BROKEN);
        assertThat(kind(() -> database.run(tx -> ids()))).isEqualTo(Kind.BROKEN);
        assertThat(ids()).isEmpty();
    }

    @Test
    void refusesATxAfterItsEnd() {
        Tx gone = database.inTransaction(tx -> tx);
        assertThatThrownBy(() -> gone.sql("select 1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runsEffectsAfterTheCommitInOrderAndNeverAfterARollback() {
        List<String> effects = new ArrayList<>();
        database.run(tx -> {
            insert(tx, "a");
            tx.afterCommit(() -> effects.add("first " + ids()));
            tx.afterCommit(() -> {
                throw new IllegalStateException("on purpose");
            });
            tx.afterCommit(() -> effects.add("second"));
            tx.afterRollback(() -> effects.add("never"));
        });
        assertThat(kind(() -> database.run(tx -> {
                    tx.afterCommit(() -> effects.add("never"));
                    tx.afterRollback(() -> effects.add("back " + ids()));
                    insert(tx, "a");
                })))
                .isEqualTo(Kind.CONFLICT);
        assertThat(effects).containsExactly("first [a]", "second", "back [a]");
    }

    @Test
    void savesOnTheWayOutOfAnInterruptedThread() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> flag = threads.submit(() -> {
                Thread.currentThread().interrupt();
                database.run(tx -> insert(tx, "saved"));
                return Thread.currentThread().isInterrupted();
            });
            assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ids()).containsExactly("saved");
    }

    @Test
    void hundredsOfThreadsWriteAndReadTogether() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                String id = "t" + i;
                all.add(threads.submit(() -> database.run(tx -> insert(tx, id))));
                all.add(threads.submit(() -> assertThat(ids()).doesNotHaveDuplicates()));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(ids()).hasSize(400);
    }

    @Test
    void keepsTheRowsWhenOpenedAgain() {
        database.run(tx -> insert(tx, "a"));
        database.close();
        database = open();
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void isRefusedAfterItWasClosed() {
        database.close();
        assertThat(kind(this::ids)).isEqualTo(Kind.BROKEN);
    }

    @Test
    void refusesADatabaseNewerThanTheProgram() {
        database.run(tx -> tx.sql("""
                insert into store_migration (room, number, name, checksum, at) values ('contract', 2, 'more', 'x', 0)""").update());
        database.close();
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("newer than this program: it has migration 2 of contract");
    }

    @Test
    void refusesAReleasedMigrationThatWasEdited() {
        database.run(tx -> tx.sql("update store_migration set checksum = 'other' where room = 'contract'")
                .update());
        database.close();
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("migration 1 of contract is not the one");
    }

    @Test
    void aMigrationThatFailsLeavesNothingBehind() {
        assertThatThrownBy(() -> database.run(tx -> new Migrations((JdbcTx) tx, "blob", clock).run(List.of("broken"))))
                .isInstanceOf(StoreException.class);
        assertThat(kind(() -> database.read(
                        tx -> tx.sql("select id from broken_thing").list(row -> row.text("id")))))
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void leasesThatCameWithACopyCanBeEnded() {
        Leases.Lease before = database.leases().tryAcquire("of-a-copy").orElseThrow();
        assertThat(database.leases().tryAcquire("of-a-copy")).isEmpty();

        database.leases().endAll();

        assertThat(database.leases().renew(before)).isFalse();
        assertThat(database.leases().tryAcquire("of-a-copy")).isPresent();
    }

    @Test
    void oneHolderALeaseUntilItRunsOut() {
        Leases leases = database.leases();
        Leases.Lease first = leases.tryAcquire("sync").orElseThrow();
        assertThat(leases.tryAcquire("sync")).isEmpty();
        assertThat(leases.tryAcquire("other")).isPresent();
        assertThat(leases.renew(first)).isTrue();
        database.run(tx -> leases.require(tx, first));

        expire();
        Leases.Lease second = leases.tryAcquire("sync").orElseThrow();
        assertThat(second.generation()).isEqualTo(first.generation() + 1);
        assertThat(leases.renew(first)).isFalse();
        assertThat(kind(() -> database.run(tx -> leases.require(tx, first)))).isEqualTo(Kind.LEASE_LOST);
        database.run(tx -> leases.require(tx, second));
    }

    @Test
    void releasesOnlyItsOwnLease() {
        Leases leases = database.leases();
        Leases.Lease first = leases.tryAcquire("sync").orElseThrow();
        leases.release(first);
        Leases.Lease second = leases.tryAcquire("sync").orElseThrow();
        leases.release(first);
        assertThat(leases.tryAcquire("sync")).isEmpty();
        assertThat(leases.renew(second)).isTrue();
    }

    private void expire() {
        database.run(tx -> tx.sql("update store_lease set until = 1").update());
    }
}
