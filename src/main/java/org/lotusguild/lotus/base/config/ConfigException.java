package org.lotusguild.lotus.base.config;

import java.util.List;
import java.util.stream.Collectors;

/** The file cannot be used. Holds all its mistakes, from top to bottom; the message is one line a mistake. */
public final class ConfigException extends RuntimeException {
    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
