package org.lotusguild.lotus.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.lotusguild.lotus.store.StoreException.Kind;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Copies a SQLite file of whatever program as it is at one moment, while that program goes on: SQLite's own online backup, in
 * one step. A writer without a write-ahead log waits for the copy.
 */
public final class SqliteCopy {
    private static final int ALL_PAGES = -1;
    private static final int RETRY_MS = 50;
    private static final int RETRIES = 400;

    private SqliteCopy() {}

    /**
     * @param to made anew, for its owner's eyes only
     * @throws StoreException {@code BUSY} if the file could not be had within 20 seconds, {@code FULL} or {@code REFUSED}
     */
    public static void copy(Path from, Path to) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + from.toAbsolutePath())) {
            SqliteEngine.createPrivate(to);
            int code = connection
                    .unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .backup("main", to.toAbsolutePath().toString(), null, RETRY_MS, RETRIES, ALL_PAGES);
            if (code != SQLiteErrorCode.SQLITE_OK.code && code != SQLiteErrorCode.SQLITE_DONE.code) {
                throw failed(from, SQLiteErrorCode.getErrorCode(code), null);
            }
        } catch (SQLException e) {
            throw failed(from, SQLiteErrorCode.getErrorCode(e.getErrorCode()), e);
        } catch (IOException e) {
            throw new StoreException(Kind.REFUSED, "the copy " + to + " cannot be written: " + e, e);
        }
    }

    private static StoreException failed(
            Path from, SQLiteErrorCode code, @org.jspecify.annotations.Nullable Exception cause) {
        Kind kind = switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED -> Kind.BUSY;
            case SQLITE_FULL -> Kind.FULL;
            case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_PERM, SQLITE_READONLY -> Kind.REFUSED;
            default -> Kind.BROKEN;
        };
        return new StoreException(kind, "the database " + from + " could not be copied: " + code.message, cause);
    }
}
