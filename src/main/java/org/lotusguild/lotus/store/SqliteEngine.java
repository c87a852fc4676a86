package org.lotusguild.lotus.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lotusguild.lotus.store.StoreException.Kind;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One file, one process. One connection writes, a few read beside it (WAL), so that no statement ever waits for a lock inside
 * the native library, where a virtual thread would hold its carrier.
 */
final class SqliteEngine implements Engine {
    private static final int READERS = 4;
    private static final int BUSY_MS = 5_000;
    private final Path file;
    private final InstantSource clock;
    private final Optional<ProcessLock> lock;
    private final SmallPool writers;
    private final SmallPool readers;
    private final Map<Connection, StatementCache> statements = new ConcurrentHashMap<>();
    /** Those whose last transaction did not wait for the disk. */
    private final Set<Connection> relaxed = ConcurrentHashMap.newKeySet();

    private SqliteEngine(Path file, InstantSource clock, Optional<ProcessLock> lock) {
        this.file = file;
        this.clock = clock;
        this.lock = lock;
        this.writers = new SmallPool(1, () -> connect(false));
        this.readers = new SmallPool(READERS, () -> connect(true));
    }

    static SqliteEngine open(Path file, InstantSource clock) {
        ProcessLock lock = ProcessLock.take(file);
        try {
            createPrivate(file);
            return new SqliteEngine(file, clock, Optional.of(lock));
        } catch (IOException e) {
            lock.close();
            throw new StoreException(Kind.REFUSED, "the database " + file + " cannot be opened: " + e, e);
        }
    }

    /** A file of another program, or a copy: neither locked nor made, and its journal stays as it is. */
    static SqliteEngine visit(Path file, InstantSource clock) {
        if (!Files.isRegularFile(file)) {
            throw new StoreException(Kind.REFUSED, "there is no database " + file, null);
        }
        return new SqliteEngine(file, clock, Optional.empty());
    }

    /** SQLite gives its side files the mode of the main one. */
    static void createPrivate(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        var mode = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(file, mode);
        }
    }

    private Connection connect(boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        if (lock.isPresent()) {
            config.setJournalMode(JournalMode.WAL);
        }
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
            if (readOnly) {
                try (var statement = connection.createStatement()) {
                    statement.execute("pragma query_only = on");
                }
            }
            return connection;
        } catch (SQLException e) {
            throw new StoreException(kindOf(e), "the database " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public Connection take(boolean writing) {
        return pool(writing).take();
    }

    /** In WAL mode a commit that does not wait is brought to the disk by the next one that does: both are in one file, in order. */
    @Override
    public void begin(Connection connection, boolean writing, boolean durable) throws SQLException {
        boolean otherThanBefore = durable ? relaxed.remove(connection) : relaxed.add(connection);
        if (otherThanBefore) {
            try (var statement = connection.createStatement()) {
                statement.execute(durable ? "pragma synchronous = full" : "pragma synchronous = normal");
            }
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void giveBack(Connection connection, boolean writing, boolean sound) {
        if (!sound) {
            statements.remove(connection);
            relaxed.remove(connection);
        }
        pool(writing).giveBack(connection, sound);
    }

    private SmallPool pool(boolean writing) {
        return writing ? writers : readers;
    }

    @Override
    public PreparedStatement prepare(Connection connection, Sql sql) throws SQLException {
        return statements.computeIfAbsent(connection, StatementCache::new).take(sql.text());
    }

    @Override
    public void done(Connection connection, Sql sql, PreparedStatement statement, boolean sound) {
        try {
            if (sound) {
                statements.computeIfAbsent(connection, StatementCache::new).giveBack(sql.text(), statement);
            } else {
                statement.close();
            }
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(SqliteEngine.class)
                    .atDebug()
                    .setCause(e)
                    .log("a statement was not given back");
        }
    }

    /** The process lock does it. */
    @Override
    public void beginMigration(Tx tx) {}

    /** No other process lives on this file: who holds a lease here is dead. */
    @Override
    public void clearLeases(Tx tx) {
        tx.sql("update store_lease set until = 0").update();
    }

    @Override
    public String binaryType() {
        return "blob";
    }

    @Override
    public long now(Tx tx) {
        return clock.millis();
    }

    @Override
    public Kind kindOf(SQLException failure) {
        if (!(failure instanceof SQLiteException known)) {
            return Kind.BROKEN;
        }
        SQLiteErrorCode code = known.getResultCode();
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE,
                    SQLITE_CONSTRAINT_PRIMARYKEY,
                    SQLITE_CONSTRAINT_ROWID,
                    SQLITE_CONSTRAINT_FOREIGNKEY -> Kind.CONFLICT;
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> Kind.REFUSED;
            case SQLITE_FULL, SQLITE_IOERR_SHMSIZE -> Kind.FULL;
            case SQLITE_NOTADB -> Kind.REFUSED;
            default ->
                code.code % 256 == SQLiteErrorCode.SQLITE_BUSY.code
                                || code.code % 256 == SQLiteErrorCode.SQLITE_LOCKED.code
                        ? Kind.BUSY
                        : Kind.BROKEN;
        };
    }

    @Override
    public String place() {
        return file.toAbsolutePath().toString();
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
        lock.ifPresent(ProcessLock::close);
    }
}
