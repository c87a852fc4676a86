package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A backup, its proof or its restore cannot go on: a sentence without its full stop, and what to do about it. */
public final class BackupException extends RuntimeException {
    private final String remedy;
    private final boolean damage;

    BackupException(String message, String remedy) {
        this(message, remedy, null);
    }

    BackupException(String message, String remedy, @Nullable Throwable cause) {
        this(message, remedy, false, cause);
    }

    private BackupException(String message, String remedy, boolean damage, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
        this.damage = damage;
    }

    /** The backup itself is not what it was, or not what it should be. */
    static BackupException damaged(String message) {
        return damaged(message, null);
    }

    static BackupException damaged(String message, @Nullable Throwable cause) {
        return new BackupException(
                message, "Take another backup (lotus backup list), and look after the disk", true, cause);
    }

    /** A file of a backup cannot be read: it is damaged if it is gone, or if the disk does not give it back. */
    static BackupException ofStored(Path file, IOException cause) {
        BackupException refusal = ofFile(file, cause);
        boolean damage = cause instanceof NoSuchFileException
                || String.valueOf(cause.getMessage()).contains("Input/output error");
        return damage ? damaged(String.valueOf(refusal.getMessage()), cause) : refusal;
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

    /** Whether it tells of the backup itself. If not, the backup may be sound, and only could not be tried. */
    boolean damage() {
        return damage;
    }
}
