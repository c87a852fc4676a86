package org.lotusguild.lotus.webhooks.fake;

import java.util.function.Function;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;

/** A database that can be read, and has no more room for a row. */
public record BrokenDatabase(Database real) implements Database {

    @Override
    public <T> T inTransaction(Function<Tx, T> body) {
        throw new StoreException(StoreException.Kind.FULL, "the disk is full", null);
    }

    @Override
    public <T> T read(Function<Tx, T> body) {
        return real.read(body);
    }

    @Override
    public Leases leases() {
        return real.leases();
    }

    /** The real one belongs to somebody else. */
    @Override
    public void close() {}
}
