package org.lotusguild.lotus.stack.backup;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.SqliteCopy;
import org.lotusguild.lotus.store.StoreException;

/** Copies of SQLite files: taken, counted, looked through. */
final class SqliteStore {
    private final InstantSource clock;
    private final SecureRandom random;

    SqliteStore(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Answers what was counted in the copy, from which the one-time keys are gone. */
    Map<String, Long> copy(DatabaseSource.Sqlite source, Path to) {
        try {
            SqliteCopy.copy(source.file(), to);
            try (Database copy = Databases.visit(to, clock, random)) {
                forgetOneTimeKeys(source.part(), copy);
                return counts(Census.of(source.part()), copy);
            }
        } catch (StoreException e) {
            throw failed(source.file(), e);
        }
    }

    /** Answers what is counted. @throws BackupException if SQLite finds the file damaged */
    Map<String, Long> examined(String part, Path file) {
        try (Database copy = Databases.visit(file, clock, random)) {
            List<String> complaints =
                    copy.inTransaction(tx -> tx.sql("pragma integrity_check").list(row -> row.text("integrity_check")));
            if (!complaints.equals(List.of("ok"))) {
                throw BackupException.damaged(file.getFileName() + " is damaged inside: " + complaints.getFirst());
            }
            if (part.equals("synapse")) {
                noOneTimeKeys(copy.inTransaction(tx -> tx.sql("select count(*) as n from e2e_one_time_keys_json")
                        .first(row -> row.number("n"))
                        .orElse(0L)));
            }
            return counts(Census.of(part), copy);
        } catch (StoreException e) {
            throw failed(file, e);
        }
    }

    static void noOneTimeKeys(long count) {
        if (count != 0) {
            throw new BackupException(
                    "the copy of Synapse's database holds " + count + " one-time keys, which were used since",
                    "Empty the table " + Census.ONE_TIME_KEYS + " after a restore");
        }
    }

    private static Map<String, Long> counts(Census census, Database copy) {
        return copy.inTransaction(tx -> census.taken(
                question -> tx.sql(question).first(row -> row.number("n")).orElse(-1L)));
    }

    private static void forgetOneTimeKeys(String part, Database copy) {
        if (part.equals("synapse")) {
            copy.run(tx -> tx.sql("delete from e2e_one_time_keys_json").update());
        }
    }

    private static BackupException failed(Path file, StoreException e) {
        String remedy = e.kind() == StoreException.Kind.FULL
                ? "Free some space; the backups before this one are whole"
                : "Is " + file + " the database that is meant?";
        return new BackupException(String.valueOf(e.getMessage()), remedy, e);
    }
}
