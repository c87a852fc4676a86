package org.lotusguild.lotus.base.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of one file, so that a reader sees all of them at once. */
final class Problems {
    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void add(int line, String message) {
        found.add(new Problem(file, line, message));
    }

    /** The exception for this one mistake and those before. */
    ConfigException and(int line, String message) {
        add(line, message);
        return exception();
    }

    boolean none() {
        return found.isEmpty();
    }

    ConfigException exception() {
        found.sort(Comparator.comparingInt(Problem::line));
        return new ConfigException(found);
    }
}
