package org.lotusguild.lotus.stack.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * One state of a PostgreSQL database, held by a {@code psql} as long as this is open: what is counted in it is what
 * {@code pg_dump --snapshot} writes, however busy the server is.
 */
final class Snapshot implements AutoCloseable {
    private static final String BEGIN = "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;"
            + " begin isolation level repeatable read read only; select pg_export_snapshot();";
    private static final long END_SECONDS = 5;
    private static final int WORDS = 8 << 10;

    private final PostgresAddress at;
    private final Process psql;
    private final BufferedReader answers;
    private final Writer questions;
    /** Apart from the answers: a server may warn at any time, as of another version of its collations. */
    private final AtomicReference<String> words = new AtomicReference<>("");

    private final Thread listening;
    private final String id;

    private Snapshot(PostgresAddress at, Process psql) throws IOException {
        this.at = at;
        this.psql = psql;
        this.answers = psql.inputReader(StandardCharsets.UTF_8);
        this.questions = psql.outputWriter(StandardCharsets.UTF_8);
        this.listening = Thread.ofPlatform().daemon().start(() -> words.set(heard(psql.getErrorStream())));
        this.id = ask(BEGIN);
    }

    /** @throws BackupException if the server does not answer */
    static Snapshot open(PostgresTools tools, PostgresAddress at) {
        Tool psql = tools.tool("psql", at, List.of("-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", at.database()));
        ProcessBuilder builder = new ProcessBuilder(psql.command());
        builder.environment().putAll(psql.environment());
        try {
            Process process = builder.start();
            try {
                return new Snapshot(at, process);
            } catch (IOException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new BackupException(at + " does not answer: " + e.getMessage(), "Does the server run?", e);
        }
    }

    String id() {
        return id;
    }

    long number(String sql) {
        try {
            return Long.parseLong(ask(sql + ";"));
        } catch (NumberFormatException | IOException e) {
            throw new BackupException(at + " answered no number to: " + sql, "Is it the right database?", e);
        }
    }

    private String ask(String sql) throws IOException {
        String answer = answer(sql);
        if (answer == null) {
            throw new IOException(lastWords());
        }
        return answer.strip();
    }

    /** Null if psql is gone, as it is at the first error. */
    private @Nullable String answer(String sql) {
        try {
            questions.write(sql + "\n");
            questions.flush();
            return answers.readLine();
        } catch (IOException e) {
            return null; // its last words say more than a broken pipe
        }
    }

    private String lastWords() {
        try {
            listening.join(Duration.ofSeconds(END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return words.get().lines().filter(line -> !line.isBlank()).collect(Collectors.joining("; "));
    }

    /** To the end, so that psql never waits; keeps the beginning. */
    private static String heard(InputStream err) {
        try {
            byte[] kept = err.readNBytes(WORDS);
            err.transferTo(OutputStream.nullOutputStream());
            return new String(kept, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it was ended while it spoke
        }
    }

    @Override
    public void close() {
        try {
            questions.close();
            psql.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            // it is gone already, and its snapshot with it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            psql.destroyForcibly();
        }
    }
}
