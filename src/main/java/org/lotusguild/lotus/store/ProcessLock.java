package org.lotusguild.lotus.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.store.StoreException.Kind;

/**
 * One process on one SQLite file: a lock on a file beside it, which holds the process id. The operating system gives the lock
 * back when the process dies, however it dies.
 */
final class ProcessLock implements AutoCloseable {
    /**
     * What this process holds. The lock belongs to the process as a whole, and closing any other channel on the file would
     * give it back: so a second one is never opened, and that can be known only here.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws StoreException {@code REFUSED} with the holder's process id */
    static ProcessLock take(Path database) {
        Path beside = database.resolveSibling(database.getFileName() + ".lock");
        try {
            SqliteEngine.createPrivate(beside);
            Path file = beside.toRealPath();
            if (!HELD.add(file)) {
                throw held(database, Long.toString(ProcessHandle.current().pid()), null);
            }
            try {
                return new ProcessLock(file, lock(database, file));
            } catch (IOException | RuntimeException e) {
                HELD.remove(file);
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException(Kind.REFUSED, "the database " + database + " cannot be locked: " + e, e);
        }
    }

    private static FileChannel lock(Path database, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw held(database, read(channel), null);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        channel.read(buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
    }

    private static StoreException held(Path database, String pid, @Nullable Throwable cause) {
        return new StoreException(
                Kind.REFUSED, "the database " + database + " is held by process " + pid + ", which is running", cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException(Kind.BROKEN, "the lock " + file + " was not given back", e);
        } finally {
            HELD.remove(file);
        }
    }
}
