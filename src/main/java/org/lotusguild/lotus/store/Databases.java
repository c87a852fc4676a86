package org.lotusguild.lotus.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.store.StoreException.Kind;

/** Opens the database that the settings name, and brings its tables up to date. */
public final class Databases {
    private static final String SQLITE = "sqlite:";
    private static final String POSTGRESQL = "postgresql";

    private Databases() {}

    /**
     * @param random for the name of this process in the lease rows
     * @throws StoreException {@code REFUSED} if another process holds the file, if the database is newer than this program
     *     or the address or password is wrong; {@code BUSY} if the server does not answer
     */
    public static Database open(StoreSettings settings, InstantSource clock, RandomGenerator random) {
        Engine engine = engine(settings, clock);
        try {
            JdbcDatabase database = new JdbcDatabase(engine, clock, random);
            database.migrate(rooms(settings), clock);
            return database;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Opens the SQLite file of another program, or a copy of one, as it is: nothing is migrated, and who uses it besides is not
     * kept out.
     *
     * @throws StoreException {@code REFUSED} if there is no such file
     */
    public static Database visit(Path file, InstantSource clock, RandomGenerator random) {
        return new JdbcDatabase(SqliteEngine.visit(file, clock), clock, random);
    }

    private static List<String> rooms(StoreSettings settings) {
        List<String> rooms = new ArrayList<>(List.of("store"));
        rooms.addAll(settings.rooms());
        return rooms;
    }

    private static Engine engine(StoreSettings settings, InstantSource clock) {
        String url = settings.url();
        if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
            return SqliteEngine.open(settings.home().resolve(url.substring(SQLITE.length())), clock);
        }
        return PostgresEngine.open(server(url), settings.password());
    }

    static URI server(String url) {
        try {
            URI uri = new URI(url);
            boolean whole = uri.getHost() != null
                    && uri.getPath() != null
                    && uri.getPath().length() > 1;
            if (POSTGRESQL.equals(uri.getScheme()) && whole && plainUser(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw refused(e);
        }
        throw refused(null);
    }

    /** The whole address is logged and shown, so that a password has no place in it. */
    private static boolean plainUser(URI uri) {
        return uri.getUserInfo() != null && !uri.getUserInfo().contains(":") && uri.getQuery() == null;
    }

    private static StoreException refused(@Nullable Throwable cause) {
        return new StoreException(
                Kind.REFUSED,
                "the address of the database must be sqlite:<path> or postgresql://user@host:port/database"
                        + " (the password stands apart)",
                cause);
    }
}
