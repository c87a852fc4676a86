package org.lotusguild.lotus.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class JdbcTx implements Tx {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcTx.class);
    private final Handle handle;
    private final Engine engine;
    private final Thread owner = Thread.currentThread();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> afterRollback = new ArrayList<>();
    private @Nullable StoreException spoiled;
    private boolean over;

    JdbcTx(Handle handle, Engine engine) {
        this.handle = handle;
        this.engine = engine;
    }

    @Override
    public Statement sql(String text) {
        requireUsable();
        return new JdbcStatement(this, handle, text);
    }

    @Override
    public <T> int batch(String text, Collection<T> rows, BiConsumer<Bindings, T> binding) {
        requireUsable();
        if (rows.isEmpty()) {
            return 0;
        }
        return attempt(text, () -> {
            try (PreparedBatch batch = handle.prepareBatch(text)) {
                for (T row : rows) {
                    binding.accept(new BatchRow(batch), row);
                    batch.add();
                }
                return Arrays.stream(batch.execute()).map(n -> Math.max(n, 0)).sum();
            }
        });
    }

    /** Several statements as they stand, without parameters. */
    void script(String text) {
        attempt(text, () -> {
            try (java.sql.Statement statement = handle.getConnection().createStatement()) {
                return statement.executeUpdate(text);
            } catch (SQLException e) {
                throw failure(text, e);
            }
        });
    }

    private record BatchRow(PreparedBatch batch) implements Bindings {
        @Override
        public Bindings bind(String name, @Nullable Object value) {
            Values.bind(batch, name, value);
            return this;
        }
    }

    @Override
    public void afterCommit(Runnable effect) {
        requireUsable();
        afterCommit.add(effect);
    }

    @Override
    public void afterRollback(Runnable effect) {
        requireUsable();
        afterRollback.add(effect);
    }

    /** Runs a statement; a failure spoils the transaction, as PostgreSQL would have it. */
    <T> T attempt(String text, Supplier<T> work) {
        requireUsable();
        requireSound();
        try {
            return work.get();
        } catch (JdbiException e) {
            spoiled = cause(text, e);
            throw spoiled;
        } catch (StoreException e) {
            spoiled = e;
            throw e;
        }
    }

    void requireSound() {
        if (spoiled != null) {
            throw new StoreException(spoiled.kind(), "the transaction is spoiled: " + spoiled.getMessage(), spoiled);
        }
    }

    private void requireUsable() {
        if (over || Thread.currentThread() != owner) {
            throw new IllegalStateException("the transaction is over, or belongs to another thread");
        }
    }

    private StoreException cause(String text, JdbiException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return failure(text, sql);
            }
        }
        return new StoreException(
                Kind.BROKEN, "not a usable statement: " + failure.getMessage() + " in: " + text.strip(), failure);
    }

    private StoreException failure(String text, SQLException failure) {
        return new StoreException(
                engine.kindOf(failure),
                "the database refused: " + failure.getMessage() + " in: " + text.strip(),
                failure);
    }

    void committed() {
        over = true;
        effects(afterCommit, "an effect after the commit failed");
    }

    void rolledBack() {
        over = true;
        effects(afterRollback, "an effect after the roll-back failed");
    }

    private static void effects(List<Runnable> effects, String complaint) {
        for (Runnable effect : effects) {
            try {
                effect.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log(complaint);
            }
        }
    }
}
