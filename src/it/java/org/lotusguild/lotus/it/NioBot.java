package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.stack.trial.UserCache;

/** The bot that Lotus is measured against: matrix-nio from its package, in the user's cache, with {@code bench/nio_bot.py}. */
final class NioBot implements AutoCloseable {
    private static final String VERSION = "0.26.0";
    private static final Duration INSTALL = Duration.ofMinutes(5);
    private static final Duration READY = Duration.ofSeconds(60);

    private final Child child;
    private final String user;

    private NioBot(Child child, String user) {
        this.child = child;
        this.user = user;
    }

    static NioBot start(ExistingServer server) {
        Homeserver homeserver = server.homeserver();
        String name = server.oracle().register(homeserver, "nio");
        String user = "@" + name + ":" + homeserver.name();
        Path program = Tools.repository().resolve("bench/nio_bot.py");
        Path keys = temporary();
        List<String> line =
                List.of(python().toString(), program.toString(), homeserver.base(), user, Oracle.PASSWORD, keys.toString());
        Child child = Child.start("matrix-nio", keys, line);
        NioBot bot = new NioBot(child, user);
        Await.until(READY, "the nio bot ready:\n" + child.output(), () -> child.output().contains("ready"));
        return bot;
    }

    String user() {
        return user;
    }

    private static Path python() {
        Path place = UserCache.of(Environment.ofProcess()).resolve("nio-" + VERSION);
        Path python = place.resolve("bin/python");
        Path whole = place.resolve("whole");
        if (!Files.exists(whole)) {
            run(Tools.synapsePython().toString(), "-m", "venv", "--clear", place.toString());
            run(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "matrix-nio[e2e]==" + VERSION);
            create(whole);
        }
        return python;
    }

    private static void run(String... line) {
        Child child = Child.start("the installation of matrix-nio", Tools.repository(), List.of(line));
        child.expectEnd();
        if (child.awaitEnd(INSTALL) != 0) {
            throw new IllegalStateException("matrix-nio cannot be installed:\n" + child.output());
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("lotus-nio");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.expectEnd();
        child.close();
    }
}
