package org.lotusguild.lotus.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

final class JdbcStatement implements Statement {
    private final JdbcTx tx;
    private final Handle handle;
    private final String text;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    JdbcStatement(JdbcTx tx, Handle handle, String text) {
        this.tx = tx;
        this.handle = handle;
        this.text = text;
    }

    @Override
    public Statement bind(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    @Override
    public int update() {
        return tx.attempt(text, () -> {
            try (Update update = handle.createUpdate(text)) {
                bindAll(update);
                return update.execute();
            }
        });
    }

    @Override
    public <T> List<T> list(Function<Row, T> row) {
        return tx.attempt(text, () -> {
            try (Query query = handle.createQuery(text)) {
                bindAll(query);
                return query.map((rows, context) -> row.apply(new JdbcRow(rows)))
                        .list();
            }
        });
    }

    @Override
    public <T> Optional<T> first(Function<Row, T> row) {
        return tx.attempt(text, () -> {
            try (Query query = handle.createQuery(text)) {
                bindAll(query);
                return query.map((rows, context) -> row.apply(new JdbcRow(rows)))
                        .findFirst();
            }
        });
    }

    private void bindAll(SqlStatement<?> statement) {
        values.forEach((name, value) -> Values.bind(statement, name, value));
    }
}
