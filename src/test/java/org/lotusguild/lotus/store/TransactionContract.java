package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.store.StoreException.Kind;

/** What transactions do alike on both databases. */
abstract class TransactionContract extends OneDatabase {
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
    void aReadSeesOneStateThroughout() {
        database.run(tx -> insert(tx, "before"));
        List<List<String>> seen = database.read(tx -> {
            List<String> first = ids(tx);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.submit(() -> database.run(other -> insert(other, "meanwhile")));
            }
            return List.of(first, ids(tx));
        });
        assertThat(seen).containsExactly(List.of("before"), List.of("before"));
        assertThat(ids()).containsExactly("before", "meanwhile");
    }

    private static List<String> ids(Tx tx) {
        return tx.sql("select id from contract_thing order by id").list(row -> row.text("id"));
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
}
