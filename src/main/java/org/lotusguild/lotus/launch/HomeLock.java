package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code up} on a home, from its first moment on: a lock on a file of the home, which tells the holder's process. The
 * operating system gives the lock back however the process ends.
 */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Empty if another process has the home.
     *
     * @throws Failure if the home cannot be written
     */
    static Optional<HomeLock> take(Home home) {
        Path file = file(home);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(words(ProcessHandle.current()).getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new HomeLock(channel));
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process has it already
        }
    }

    /** The living process that took the lock last. It is not locked for this question: that could keep an {@code up} out. */
    static Optional<ProcessHandle> holder(Home home) {
        try {
            String words = Files.readString(file(home)).strip();
            int blank = words.indexOf(' ');
            return blank < 1
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(words.substring(0, blank)))
                            .filter(process -> words(process).equals(words));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** With the time of its start: numbers of processes are used again. */
    private static String words(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Path file(Home home) {
        return home.folder().resolve("up.lock");
    }

    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }
}
