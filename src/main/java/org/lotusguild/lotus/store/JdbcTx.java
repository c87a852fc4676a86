package org.lotusguild.lotus.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class JdbcTx implements Tx {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcTx.class);
    private final Connection connection;
    private final Engine engine;
    private final Function<String, Sql> texts;
    private final boolean durable;
    private final Thread owner = Thread.currentThread();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> afterRollback = new ArrayList<>();
    private @Nullable StoreException spoiled;
    private boolean over;

    /** @param durable whether its commit waits for the disk */
    JdbcTx(Connection connection, Engine engine, Function<String, Sql> texts, boolean durable) {
        this.connection = connection;
        this.texts = texts;
        this.engine = engine;
        this.durable = durable;
    }

    @Override
    public Statement sql(String text) {
        requireUsable();
        return new JdbcStatement(this, text);
    }

    @Override
    public <T> int batch(String text, Collection<T> rows, BiConsumer<Bindings, T> binding) {
        requireUsable();
        if (rows.isEmpty()) {
            return 0;
        }
        return prepared(text, (sql, statement) -> {
            for (T row : rows) {
                BatchRow values = new BatchRow(new HashMap<>());
                binding.accept(values, row);
                JdbcStatement.bindAll(sql, statement, values.all());
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch())
                    .map(n -> Math.max(n, 0))
                    .sum();
        });
    }

    /** Several statements as they stand, without parameters. */
    void script(String text) {
        attempt(text, () -> {
            try (java.sql.Statement statement = connection.createStatement()) {
                return statement.executeUpdate(text);
            }
        });
    }

    private record BatchRow(Map<String, @Nullable Object> all) implements Bindings {
        @Override
        public Bindings bind(String name, @Nullable Object value) {
            all.put(name, value);
            return this;
        }
    }

    /** What is done with a statement or with its rows. */
    interface Work<A, T> {
        T on(A it) throws SQLException;
    }

    interface Run<T> {
        T with(Sql sql, PreparedStatement statement) throws SQLException;
    }

    /** Runs with a statement that is prepared and has no values yet. */
    <T> T prepared(String text, Run<T> run) {
        return attempt(text, () -> {
            Sql sql = texts.apply(text);
            PreparedStatement statement = engine.prepare(connection, sql);
            boolean sound = false;
            try {
                T result = run.with(sql, statement);
                sound = true;
                return result;
            } finally {
                engine.done(connection, sql, statement, sound);
            }
        });
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

    @Override
    public boolean waitsForDisk() {
        return durable;
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    /** Runs a statement; a failure spoils the transaction, as PostgreSQL would have it. */
    private <T> T attempt(String text, Attempt<T> work) {
        requireUsable();
        requireSound();
        try {
            return work.run();
        } catch (SQLException e) {
            spoiled = failure(text, e);
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
