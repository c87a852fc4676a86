package org.lotusguild.lotus.store;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Secret;

/** Somebody else's PostgreSQL, which is read and never changed: no table is made, and every transaction is read-only. */
public final class ForeignDatabase implements AutoCloseable {
    private final JdbcDatabase database;

    private ForeignDatabase(JdbcDatabase database) {
        this.database = database;
    }

    /**
     * @param url {@code postgresql://user@host:port/database}
     * @throws StoreException {@code REFUSED} if the address or the password is wrong; {@code BUSY} if nobody answers
     */
    public static ForeignDatabase open(
            String url, Optional<Secret> password, InstantSource clock, RandomGenerator random) {
        Engine engine = PostgresEngine.open(Databases.server(url), password);
        return new ForeignDatabase(new JdbcDatabase(engine, clock, random));
    }

    /**
     * One consistent state, for five seconds a statement at most.
     *
     * @throws StoreException if the server refuses a statement
     */
    public <T> T read(Function<Tx, T> body) {
        return database.read(tx -> {
            tx.sql("set transaction read only").update();
            tx.sql("set local statement_timeout = '5s'").update();
            return body.apply(tx);
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
