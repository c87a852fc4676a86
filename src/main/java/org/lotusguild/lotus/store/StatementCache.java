package org.lotusguild.lotus.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one connection, since SQLite's driver keeps none and to prepare one takes longer than to run it. A
 * statement in use is not here: who needs the same once more gets another. Not for several threads.
 */
final class StatementCache {
    private static final int MOST = 200;
    private final Connection connection;
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

    StatementCache(Connection connection) {
        this.connection = connection;
    }

    PreparedStatement take(String sql) throws SQLException {
        PreparedStatement known = idle.remove(sql);
        return known == null ? connection.prepareStatement(sql) : known;
    }

    void giveBack(String sql, PreparedStatement statement) throws SQLException {
        statement.clearParameters();
        close(idle.put(sql, statement));
        if (idle.size() > MOST) {
            String eldest = idle.keySet().iterator().next();
            close(idle.remove(eldest));
        }
    }

    private static void close(@Nullable PreparedStatement statement) throws SQLException {
        if (statement != null) {
            statement.close();
        }
    }
}
