package org.lotusguild.lotus.launch;

import java.util.Optional;

/** A command cannot go on: one sentence, what to do about it, and the exit code. */
final class Failure extends RuntimeException {
    private final transient Optional<String> remedy;
    private final int exitCode;

    private Failure(String message, Optional<String> remedy, int exitCode) {
        super(message);
        this.remedy = remedy;
        this.exitCode = exitCode;
    }

    static Failure of(String message, String remedy) {
        return new Failure(message, Optional.of(remedy), ExitCode.FAILED);
    }

    static Failure usage(String message, String remedy) {
        return new Failure(message, Optional.of(remedy), ExitCode.USAGE);
    }

    static Failure machine(String message, String remedy) {
        return new Failure(message, Optional.of(remedy), ExitCode.MACHINE);
    }

    Optional<String> remedy() {
        return remedy;
    }

    int exitCode() {
        return exitCode;
    }
}
