package org.lotusguild.lotus.crypto.fake;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.store.Bindings;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Statement;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Through;
import org.lotusguild.lotus.store.Tx;

/** A real database that throws once, after its n-th statement from now. */
public final class FailingDatabase extends Through {
    private final AtomicInteger remaining = new AtomicInteger(-1);
    private final AtomicInteger statements = new AtomicInteger();

    public FailingDatabase(Database real) {
        super(real);
    }

    /** 1 fails after the next statement; the end of a transaction counts as one. */
    public void failAfter(int statements) {
        remaining.set(statements);
    }

    /** How many there were so far; the end of a transaction counts as one. */
    public int statements() {
        return statements.get();
    }

    public boolean hasFailed() {
        return remaining.get() == 0;
    }

    public void heal() {
        remaining.set(-1);
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> body) {
        return real.inTransaction(tx -> count(body.apply(new FailingTx(tx))));
    }

    @Override
    public <T> T read(Function<Tx, T> body) {
        return real.read(tx -> count(body.apply(new FailingTx(tx))));
    }

    private <T> T count(T answer) {
        statements.incrementAndGet();
        if (remaining.getAndUpdate(left -> left > 0 ? left - 1 : left) == 1) {
            throw new StoreException(StoreException.Kind.BUSY, "made to fail", null);
        }
        return answer;
    }

    private final class FailingTx implements Tx {
        private final Tx tx;

        private FailingTx(Tx tx) {
            this.tx = tx;
        }

        @Override
        public Statement sql(String text) {
            return new FailingStatement(tx.sql(text));
        }

        @Override
        public <T> int batch(String text, Collection<T> rows, BiConsumer<Bindings, T> binding) {
            return count(tx.batch(text, rows, binding));
        }

        @Override
        public void afterCommit(Runnable effect) {
            tx.afterCommit(effect);
        }

        @Override
        public void afterRollback(Runnable effect) {
            tx.afterRollback(effect);
        }
    }

    private final class FailingStatement implements Statement {
        private final Statement statement;

        private FailingStatement(Statement statement) {
            this.statement = statement;
        }

        @Override
        public Statement bind(String name, @Nullable Object value) {
            statement.bind(name, value);
            return this;
        }

        @Override
        public int update() {
            return count(statement.update());
        }

        @Override
        public <T> List<T> list(Function<Row, T> row) {
            return count(statement.list(row));
        }

        @Override
        public <T> Optional<T> first(Function<Row, T> row) {
            return count(statement.first(row));
        }
    }
}
