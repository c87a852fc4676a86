package org.lotusguild.lotus.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.store.StoreException.Kind;

/** A server for several processes. A connection that broke is replaced by the next one that is asked for. */
final class PostgresEngine implements Engine {
    private static final int CONNECTIONS = 10;
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    /** Chosen once by chance; whoever migrates a database of Lotus locks this number. */
    private static final long MIGRATION_LOCK = 0x4c6f_7475_7353_514cL;

    private static final Set<String> BUSY = Set.of(
            "40001", // serialization failure
            "40P01", // deadlock
            "55P03", // lock time-out
            "57014", // statement time-out
            "57P01", // the server is shutting down
            "57P02", "57P03", // or starting
            "57P05", // idle time-out
            "25P03", // idle in transaction
            "25P04", // transaction time-out
            "53300"); // too many connections

    private final HikariDataSource source;
    private final FairGate gate = new FairGate(CONNECTIONS, WAIT);

    private PostgresEngine(HikariDataSource source) {
        this.source = source;
    }

    static PostgresEngine open(URI server, Optional<Secret> password) {
        HikariConfig config = new HikariConfig();
        int port = server.getPort() < 0 ? 5432 : server.getPort();
        config.setJdbcUrl("jdbc:postgresql://" + server.getHost() + ":" + port + server.getRawPath());
        config.setUsername(server.getUserInfo());
        password.ifPresent(secret -> config.setPassword(secret.value()));
        config.setPoolName("store");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT.toMillis());
        config.addDataSourceProperty("ApplicationName", "lotus");
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // An error's detail quotes the row, and the row may hold what no log may see.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s"
                        + " -c client_min_messages=warning");
        try {
            return new PostgresEngine(new HikariDataSource(config));
        } catch (PoolInitializationException e) {
            throw unreachable(server, e);
        }
    }

    private static StoreException unreachable(URI server, PoolInitializationException failure) {
        String state =
                failure.getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
        boolean later = state.startsWith("08") || BUSY.contains(state);
        return new StoreException(
                later ? Kind.BUSY : Kind.REFUSED,
                "the database " + server + " cannot be opened: " + failure.getMessage(),
                failure);
    }

    @Override
    public Connection take(boolean writing) {
        gate.enter();
        boolean interrupted = Thread.interrupted();
        try {
            return taken(writing);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Connection taken(boolean writing) {
        Connection connection;
        try {
            connection = source.getConnection();
        } catch (SQLException e) {
            gate.leave();
            throw noConnection(e);
        }
        try {
            connection.setReadOnly(!writing);
            return connection;
        } catch (SQLException e) {
            giveBack(connection, writing, false);
            throw noConnection(e);
        }
    }

    private static StoreException noConnection(SQLException failure) {
        return new StoreException(Kind.BUSY, "no connection to the database: " + failure.getMessage(), failure);
    }

    @Override
    public void begin(Connection connection, boolean writing, boolean durable) throws SQLException {
        connection.setAutoCommit(false);
        if (!writing) {
            execute(connection, "set transaction isolation level repeatable read");
        } else if (!durable) {
            execute(connection, "set local synchronous_commit = off");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void giveBack(Connection connection, boolean writing, boolean sound) {
        try {
            if (!sound) {
                source.evictConnection(connection);
            }
            connection.close();
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(PostgresEngine.class)
                    .atDebug()
                    .setCause(e)
                    .log("a connection was not given back");
        } finally {
            gate.leave();
        }
    }

    @Override
    public void beginMigration(Tx tx) {
        tx.sql("set local statement_timeout = 0").update();
        tx.sql("set local lock_timeout = '60s'").update();
        tx.sql("select 1 as one from pg_advisory_xact_lock(:lock)")
                .bind("lock", MIGRATION_LOCK)
                .first(row -> row.number("one"));
    }

    /** The driver keeps what is prepared again and again. */
    @Override
    public PreparedStatement prepare(Connection connection, Sql sql) throws SQLException {
        return connection.prepareStatement(sql.text());
    }

    @Override
    public void done(Connection connection, Sql sql, PreparedStatement statement, boolean sound) {
        try {
            statement.close();
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(PostgresEngine.class)
                    .atDebug()
                    .setCause(e)
                    .log("a statement was not closed");
        }
    }

    /** Other processes may be alive. */
    @Override
    public void clearLeases(Tx tx) {}

    @Override
    public String binaryType() {
        return "bytea";
    }

    /** The clocks of two machines may differ by more than a lease's life. */
    @Override
    public long now(Tx tx) {
        return tx.sql("select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as now")
                .first(row -> row.number("now"))
                .orElseThrow();
    }

    @Override
    public Kind kindOf(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.startsWith("08") || BUSY.contains(state)) {
            return Kind.BUSY;
        }
        return switch (state) {
            case "53100" -> Kind.FULL;
            case "23505", "23503" -> Kind.CONFLICT;
            default -> Kind.BROKEN;
        };
    }

    @Override
    public String place() {
        return "the database server";
    }

    @Override
    public void close() {
        gate.shut(LAST_WAIT);
        source.close();
    }
}
