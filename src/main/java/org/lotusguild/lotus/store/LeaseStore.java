package org.lotusguild.lotus.store;

import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.store.StoreException.Kind;

/** Table {@code store_lease}: one row a lease. The generation never falls, also when the lease is free. */
final class LeaseStore implements Leases {
    private static final Duration LIFE = Duration.ofSeconds(9);
    private final Database database;
    private final Engine engine;
    private final String holder;

    LeaseStore(Database database, Engine engine, String holder) {
        this.database = database;
        this.engine = engine;
        this.holder = holder;
    }

    @Override
    public Optional<Lease> tryAcquire(String name) {
        return database.inTransaction(tx -> {
            long now = engine.now(tx);
            create(tx, name);
            return take(tx, name, now) == 0 ? Optional.empty() : current(tx, name);
        });
    }

    private static void create(Tx tx, String name) {
        tx.sql("""
                insert into store_lease (name, holder, generation, until) values (:name, '', 0, 0)
                on conflict (name) do nothing""").bind("name", name).update();
    }

    /** Its own lease is not free either: two parts of one process would both believe that they hold it. */
    private int take(Tx tx, String name, long now) {
        return tx.sql("""
                update store_lease set holder = :holder, generation = generation + 1, until = :until
                where name = :name and until <= :now""")
                .bind("holder", holder)
                .bind("until", now + LIFE.toMillis())
                .bind("name", name)
                .bind("now", now)
                .update();
    }

    private static Optional<Lease> current(Tx tx, String name) {
        return tx.sql("select holder, generation from store_lease where name = :name")
                .bind("name", name)
                .first(row -> new Lease(name, row.text("holder"), row.number("generation")));
    }

    @Override
    public boolean renew(Lease lease) {
        return database.inTransaction(tx -> lasting(tx, lease, engine.now(tx) + LIFE.toMillis()) == 1);
    }

    @Override
    public void release(Lease lease) {
        database.run(tx -> lasting(tx, lease, 0));
    }

    @Override
    public void endAll() {
        database.run(tx -> tx.sql("update store_lease set generation = generation + 1, until = 0")
                .update());
    }

    private static int lasting(Tx tx, Lease lease, long until) {
        return tx.sql("""
                update store_lease set until = :until
                where name = :name and holder = :holder and generation = :generation""")
                .bind("until", until)
                .bind("name", lease.name())
                .bind("holder", lease.holder())
                .bind("generation", lease.generation())
                .update();
    }

    /**
     * The update changes nothing but locks the row until the commit: nobody takes the lease over in between, and the
     * transactions under one lease follow one another, on PostgreSQL as on SQLite. Whether the time has run out does not
     * matter as long as nobody else took the lease.
     */
    @Override
    public void require(Tx tx, Lease lease) {
        int held = tx.sql("""
                update store_lease set generation = generation
                where name = :name and holder = :holder and generation = :generation""")
                .bind("name", lease.name())
                .bind("holder", lease.holder())
                .bind("generation", lease.generation())
                .update();
        if (held != 1) {
            throw new StoreException(Kind.LEASE_LOST, "another process holds the lease " + lease.name(), null);
        }
    }
}
