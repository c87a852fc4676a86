package org.lotusguild.lotus.stack.backup;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * A database of PostgreSQL in a file of {@code pg_dump}'s own format. Its SHA-256 is made of the bytes as they come, and the
 * rows are counted beside it, so that both cost no time of their own.
 */
record PostgresDump(Digest digest, Map<String, Long> counts) {

    /** @throws BackupException if the server or the disk refuses */
    static PostgresDump of(PostgresTools tools, DatabaseSource.Postgres source, Path to) {
        try (Snapshot snapshot = Snapshot.open(tools, source.at())) {
            AtomicReference<Map<String, Long>> counts = new AtomicReference<>(Map.of());
            AtomicReference<@Nullable RuntimeException> refused = new AtomicReference<>();
            Thread counting = Thread.ofVirtual().start(() -> {
                try {
                    counts.set(Census.of(source.part()).taken(snapshot::number));
                } catch (RuntimeException e) {
                    refused.set(e);
                }
            });
            Digest digest = dumped(tools.dumping(source.at(), snapshot.id()), source.at(), to);
            counting.join();
            RuntimeException why = refused.get();
            if (why != null) {
                throw why;
            }
            return new PostgresDump(digest, counts.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException("interrupted while the database was copied", "Run it again", e);
        }
    }

    private static Digest dumped(Tool dump, PostgresAddress at, Path to) {
        AtomicReference<Digest> digest = new AtomicReference<>(new Digest(0, ""));
        try {
            Tool.Outcome outcome = dump.run(out -> digest.set(Digest.write(out, to)));
            if (!outcome.ok()) {
                throw PostgresTools.failed(dump, at, outcome);
            }
            return digest.get();
        } catch (UncheckedIOException e) {
            throw BackupException.ofFile(to, e);
        }
    }
}
