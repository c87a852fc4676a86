package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** One apply at a time on a host. The operating system gives the lock back however the process ends. */
final class ApplyLock implements AutoCloseable {
    private final FileChannel channel;

    private ApplyLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param state where apply keeps what it knows; made if it is not there
     * @throws StackTrouble if another one is at work, or somebody else could have written there
     */
    static ApplyLock take(Path state) throws IOException {
        Folders.own(state, System.getProperty("user.name", ""));
        FileChannel channel = FileChannel.open(
                state.resolve("apply.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        if (!locked(channel)) {
            channel.close();
            throw new StackTrouble("another lotus apply is at work on this host", "Wait until it has ended.");
        }
        return new ApplyLock(channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process has it already
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The operating system gives the lock back; what was applied is applied.
        }
    }
}
