package org.lotusguild.lotus.whole;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Through;
import org.lotusguild.lotus.store.Tx;

/** A SQLite database on a disk that may be full: SQLite itself then refuses what needs another page. */
public final class SmallDisk extends Through {
    private static final long UNBOUNDED = 1L << 31;
    private static final int SPARE = 50;

    private final AtomicInteger refused = new AtomicInteger();
    private volatile long pages = UNBOUNDED;

    public SmallDisk(Database real) {
        super(real);
    }

    /** From now on the file cannot grow, and all that is free in it is taken. */
    public void fill() {
        real.run(tx -> tx.sql("create table filler (x blob)").update());
        pages = SPARE
                + real.<Long>read(tx -> tx.sql("pragma page_count")
                        .first(row -> row.number("page_count"))
                        .orElseThrow());
        fillWith("insert into filler (x) values (zeroblob(20000))");
        fillWith("insert into filler (x) values (zeroblob(300))");
    }

    private void fillWith(String row) {
        try {
            while (true) {
                run(tx -> tx.sql(row).update());
            }
        } catch (StoreException full) {
            if (full.kind() != StoreException.Kind.FULL) {
                throw full;
            }
        }
    }

    /** How often there was no room for a transaction. */
    public int refused() {
        return refused.get();
    }

    public void makeRoom() {
        pages = UNBOUNDED;
    }

    /** Of the connection, and it may be another one each time. */
    private <T> Function<Tx, T> bounded(Function<Tx, T> body) {
        return tx -> {
            tx.sql("pragma max_page_count = " + pages).first(row -> true);
            return body.apply(tx);
        };
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> body) {
        return counted(() -> real.inTransaction(bounded(body)));
    }

    private <T> T counted(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.FULL) {
                refused.incrementAndGet();
            }
            throw e;
        }
    }

    @Override
    public <T> T relaxed(Function<Tx, T> body) {
        return counted(() -> real.relaxed(bounded(body)));
    }
}
