package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A backup, its proof or its restore cannot go on: a sentence without its full stop, and what to do about it. */
public final class BackupException extends RuntimeException {
    private final String remedy;

    BackupException(String message, String remedy) {
        this(message, remedy, null);
    }

    BackupException(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    static BackupException ofFile(Path file, UncheckedIOException wrapped) {
        return ofFile(file, Objects.requireNonNull(wrapped.getCause()));
    }

    static BackupException ofFile(Path file, IOException cause) {
        String words = String.valueOf(cause.getMessage());
        if (words.contains("No space left on device") || words.contains("Disk quota exceeded")) {
            return new BackupException(
                    "the disk is full: " + file + " could not be written",
                    "Free some space; the backups before this one are whole",
                    cause);
        }
        String reason = cause instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : cause + "";
        return new BackupException("cannot use " + file + ": " + reason, "Who owns it, and may you use it?", cause);
    }

    /** A sentence without its full stop. */
    public String remedy() {
        return remedy;
    }
}
