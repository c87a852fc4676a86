package org.lotusguild.lotus.store;

import java.util.function.Function;

/** The database as the holder of a lease may use it: every write first makes sure that the lease is still ours. */
record FencedDatabase(Database database, Leases.Lease lease) implements Database {

    @Override
    public <T> T inTransaction(Function<Tx, T> body) {
        return database.inTransaction(tx -> fenced(tx, body));
    }

    @Override
    public <T> T relaxed(Function<Tx, T> body) {
        return database.relaxed(tx -> fenced(tx, body));
    }

    private <T> T fenced(Tx tx, Function<Tx, T> body) {
        database.leases().require(tx, lease);
        return body.apply(tx);
    }

    @Override
    public <T> T read(Function<Tx, T> body) {
        return database.read(body);
    }

    @Override
    public Leases leases() {
        return database.leases();
    }

    /** The database is not the holder's to close. */
    @Override
    public void close() {}
}
