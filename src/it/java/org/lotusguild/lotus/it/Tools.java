package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the programs of other people lie that these tests need. {@code lotus test} puts them there; nothing is skipped without. */
final class Tools {
    private Tools() {}

    /** The root of the repository. */
    static Path repository() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    static Path launcher() {
        return present(repository().resolve("lotus"));
    }

    /** The directory {@code node_modules} with the independent client and its Node. */
    static Path modules() {
        String told = System.getProperty("lotus.it.modules", "");
        return present(told.isEmpty() ? cache().resolve("oracle-" + lockSum()).resolve("node_modules") : Path.of(told));
    }

    static Path node() {
        return present(modules().resolve("node/bin/node"));
    }

    /** The Python of the environment that holds the pinned Synapse. */
    static Path synapsePython() {
        String told = System.getProperty("lotus.it.synapse", "");
        Path environment = told.isEmpty() ? cache().resolve("synapse-1.163.2") : Path.of(told);
        return present(environment.resolve("bin/python"));
    }

    private static Path cache() {
        return Path.of(System.getProperty("user.home"), ".cache", "lotus");
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            throw new AssertionError(path + " is missing: run ./lotus test, it installs what the tests need");
        }
        return path;
    }

    private static String lockSum() {
        try {
            byte[] lock = Files.readAllBytes(repository().resolve("src/it/oracle/package-lock.json"));
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(lock);
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
