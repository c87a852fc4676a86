package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.store.StoreException.Kind;

/** What both databases must do alike when they are opened and closed, and with their migrations and leases. */
abstract class DatabaseContract extends OneDatabase {
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
