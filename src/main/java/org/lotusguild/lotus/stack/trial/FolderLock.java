package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Pause;

/** One installation at a time, in all processes of this machine. The system frees the lock of a process that dies. */
public final class FolderLock implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(300);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws TrialException if somebody else holds it beyond the limit */
    public static FolderLock take(Path file, Duration limit, InstantSource clock, Pause pause, Progress progress) {
        Instant end = clock.instant().plus(limit);
        boolean told = false;
        FileChannel channel = open(file);
        while (!taken(channel, file)) {
            if (!told) {
                progress.step("Another Lotus is installing the same; waiting for it");
                told = true;
            }
            if (clock.instant().isAfter(end)) {
                close(channel, file);
                throw new TrialException(
                        "Another Lotus has been installing for " + limit.toMinutes() + " minutes",
                        "End it, then run `lotus up` again (its lock is " + file + ")");
            }
            rest(pause, channel, file);
        }
        return new FolderLock(channel);
    }

    private static FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    private static boolean taken(FileChannel channel, Path file) {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    private static void rest(Pause pause, FileChannel channel, Path file) {
        try {
            pause.take(STEP);
        } catch (InterruptedException e) {
            close(channel, file);
            throw TrialException.interrupted("waiting for another installation");
        }
    }

    private static void close(FileChannel channel, Path file) {
        try {
            channel.close();
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
