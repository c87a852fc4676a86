package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end in a folder: its exit code and what it said, at most 256 KiB of it. */
record Ran(int code, String output) {
    private static final int MOST = 256 * 1024;

    /** @throws AssertionError if it has not ended by then; it is ended, by its own id */
    static Ran of(Path folder, Duration limit, List<String> command) {
        try {
            Path said = Files.createTempFile("lotus-ran", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(command + " still runs after " + limit + ":\n" + read(said));
                }
                return new Ran(process.exitValue(), read(said));
            } finally {
                process.destroyForcibly();
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /** As somebody without rights: PostgreSQL refuses to run as root. */
    static List<String> unprivileged(List<String> command) {
        List<String> whole = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            whole.addAll(List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--"));
        }
        whole.addAll(command);
        return whole;
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        }
    }
}
