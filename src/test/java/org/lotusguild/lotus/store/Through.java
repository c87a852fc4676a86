package org.lotusguild.lotus.store;

import java.util.function.Function;

/** Passes everything on to a real database, but what a test overrides. */
public abstract class Through implements Database {
    /** For what is to pass by. */
    public final Database real;

    protected Through(Database real) {
        this.real = real;
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> body) {
        return real.inTransaction(body);
    }

    @Override
    public <T> T read(Function<Tx, T> body) {
        return real.read(body);
    }

    @Override
    public Leases leases() {
        return real.leases();
    }

    @Override
    public void close() {
        real.close();
    }
}
