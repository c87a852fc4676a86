package org.lotusguild.lotus.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the programs of other people lie that these tests need. What is not there yet is installed; nothing is skipped. */
final class Tools {
    private Tools() {}

    /** The root of the repository. */
    static Path repository() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    static Path launcher() {
        return present(repository().resolve("lotus"));
    }

    /** The program as it was built before the tests began: an edit of its sources meanwhile must not build it anew. */
    static void asBuilt(ProcessBuilder process) {
        process.environment().put("LOTUS_BUILD", "never");
    }

    /** The directory {@code node_modules} with the independent client and its Node. */
    static Path modules() {
        return Toolbox.real().oracleModules(repository());
    }

    static Path node() {
        return present(modules().resolve("node/bin/node"));
    }

    /** The Python of the environment that holds the pinned Synapse. */
    static Path synapsePython() {
        return Toolbox.real().synapsePython();
    }

    /** The same with PostgreSQL, Redis and single sign-on. */
    static Path wholeSynapsePython() {
        return Toolbox.real().wholeSynapsePython();
    }

    /** Where the running programs have their temporary folders, see {@code use_own_temporary} in the launcher. */
    static Path temporary() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path parent = cache == null || cache.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache);
        return present(parent.resolve("lotus/tmp"));
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            throw new AssertionError(path + " is missing");
        }
        return path;
    }
}
