package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of its own in memory, small enough to be full. Only root can mount one. */
final class SmallVolume implements AutoCloseable {
    private static final int MEBIBYTES = 192;
    private static final int BLOCK = 64 << 10;

    private final Path at;

    private SmallVolume(Path at) {
        this.at = at;
    }

    /** @param at a folder to be */
    static SmallVolume mounted(Path at) {
        return mounted(at, MEBIBYTES);
    }

    static SmallVolume mounted(Path at, int mebibytes) {
        try {
            Files.createDirectory(at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(List.of("mount", "-t", "tmpfs", "-o", "mode=700,size=" + mebibytes + "m", "tmpfs", at.toString()));
        return new SmallVolume(at);
    }

    private Path filler() {
        return at.resolve("filler");
    }

    /** Takes all the room there is, to the last byte. */
    void fill() {
        try (OutputStream out = Files.newOutputStream(filler())) {
            fill(out, BLOCK);
            fill(out, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(OutputStream out, int size) {
        byte[] block = new byte[size];
        try {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return;
        }
    }

    void makeRoom() {
        try {
            Files.delete(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives back so many bytes of what {@link #fill} took. */
    void makeRoom(long bytes) {
        try (FileChannel filler = FileChannel.open(filler(), StandardOpenOption.WRITE)) {
            filler.truncate(Math.max(0, filler.size() - bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed; only root can make the disk of this test full");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        run(List.of("umount", at.toString()));
    }
}
