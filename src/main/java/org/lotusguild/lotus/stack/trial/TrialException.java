package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The trial cannot go on. What is done so far stays; the next {@code up} goes on from there. */
public final class TrialException extends RuntimeException {
    private final String remedy;

    /**
     * @param message what is wrong, one sentence for people
     * @param remedy what to do about it, one sentence for people
     */
    public TrialException(String message, String remedy) {
        this(message, remedy, null);
    }

    TrialException(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** A file could not be read or written. */
    public static TrialException ofFile(Path file, IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left on device");
        return full
                ? new TrialException("The disk is full: " + file + " could not be written", DISK_REMEDY, cause)
                : new TrialException(
                        "A file cannot be used: " + cause, "Check who owns " + file + " and its folder", cause);
    }

    static TrialException interrupted(String during) {
        Thread.currentThread().interrupt();
        return new TrialException("Interrupted while " + during, "Run `lotus up` again; it goes on from here");
    }

    static final String DISK_REMEDY = "Free about 500 MB, then run `lotus up` again; it goes on from here";

    public String remedy() {
        return remedy;
    }
}
