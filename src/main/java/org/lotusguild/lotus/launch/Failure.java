package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A command cannot go on: one sentence, what to do about it, and the exit code. */
final class Failure extends RuntimeException {
    private final String remedy;
    private final int exitCode;

    private Failure(String message, String remedy, int exitCode) {
        super(message);
        this.remedy = remedy;
        this.exitCode = exitCode;
    }

    static Failure of(String message, String remedy) {
        return new Failure(message, remedy, ExitCode.FAILED);
    }

    static Failure usage(String message, String remedy) {
        return new Failure(message, remedy, ExitCode.USAGE);
    }

    static Failure machine(String message, String remedy) {
        return new Failure(message, remedy, ExitCode.MACHINE);
    }

    /** A file or folder of ours cannot be used. */
    static Failure ofFile(Path file, IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left on device");
        return full
                ? machine("the disk is full: " + file + " could not be written", "Free some space, then try again.")
                : machine("cannot use " + file + ": " + reason(cause), "Who owns it, and may you write there?");
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "there is no such file";
            case FileSystemException known when known.getReason() != null -> String.valueOf(known.getReason());
            default -> cause.toString();
        };
    }

    String remedy() {
        return remedy;
    }

    int exitCode() {
        return exitCode;
    }
}
