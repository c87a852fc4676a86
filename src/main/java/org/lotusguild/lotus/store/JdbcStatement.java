package org.lotusguild.lotus.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class JdbcStatement implements Statement {
    private final JdbcTx tx;
    private final String text;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    JdbcStatement(JdbcTx tx, String text) {
        this.tx = tx;
        this.text = text;
    }

    @Override
    public Statement bind(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    @Override
    public int update() {
        return prepared(PreparedStatement::executeUpdate);
    }

    @Override
    public <T> List<T> list(Function<Row, T> row) {
        return query(rows -> {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.apply(new JdbcRow(rows)));
            }
            return all;
        });
    }

    @Override
    public <T> Optional<T> first(Function<Row, T> row) {
        return query(rows -> rows.next() ? Optional.of(row.apply(new JdbcRow(rows))) : Optional.empty());
    }

    private <T> T query(JdbcTx.Work<ResultSet, T> read) {
        return prepared(statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                return read.on(rows);
            }
        });
    }

    private <T> T prepared(JdbcTx.Work<PreparedStatement, T> work) {
        return tx.prepared(text, (sql, statement) -> {
            bindAll(sql, statement, values);
            return work.on(statement);
        });
    }

    /** @throws StoreException if the statement wants a value that is not there, or a value has no place in it */
    static void bindAll(Sql sql, PreparedStatement statement, Map<String, @Nullable Object> values)
            throws SQLException {
        int place = 0;
        for (String name : sql.names()) {
            place++;
            if (!values.containsKey(name)) {
                throw new StoreException(
                        StoreException.Kind.BROKEN, "no value for " + name + " in: " + sql.text(), null);
            }
            Values.bind(statement, place, name, values.get(name));
        }
        for (String name : values.keySet()) {
            if (!sql.names().contains(name)) {
                throw new StoreException(
                        StoreException.Kind.BROKEN, "no parameter " + name + " in: " + sql.text(), null);
            }
        }
    }
}
