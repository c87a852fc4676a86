package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.lotusguild.lotus.base.FileItself;

/** The two files in which a server has its certificate, on the disk. */
record ServerFiles(Destination.Files at) {
    private static final String OWNERS = "rw-------";

    /** Whether something else is there, or nothing, or a key that everybody may read. */
    boolean differ(Pair pair) {
        try {
            return !Arrays.equals(Files.readAllBytes(at.chain()), pair.chainBytes())
                    || !Arrays.equals(Files.readAllBytes(at.key()), pair.keyBytes())
                    || open(at.key());
        } catch (IOException e) {
            return true; // not there yet
        }
    }

    private static boolean open(Path key) throws IOException {
        return Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ);
    }

    /** The key first: a server that reads between the two finds no pair and keeps what it has. */
    void replace(Pair pair) {
        try {
            folder(at.key());
            folder(at.chain());
            boolean usable = Files.exists(at.key()) && !open(at.key());
            Path key = written(
                    at.key(),
                    pair.keyBytes(),
                    usable ? at.key() : at.like(),
                    EnumSet.of(PosixFilePermission.GROUP_READ));
            Path chain = written(
                    at.chain(),
                    pair.chainBytes(),
                    Files.exists(at.chain()) ? at.chain() : at.like(),
                    EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
            Files.move(key, at.key(), StandardCopyOption.ATOMIC_MOVE);
            Files.move(chain, at.chain(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CertificateTrouble(
                    "the certificate could not be written: " + e, "Is there room, and may this user write there?", e);
        }
    }

    /** The server finds its way in, and nobody else. */
    private void folder(Path file) throws IOException {
        Path folder = above(file);
        if (!Files.exists(folder)) {
            way(above(folder));
            Files.createDirectory(folder);
            owned(folder, at.like());
            mode(folder, PosixFilePermissions.fromString("rwxr-x---"));
        }
    }

    private static void way(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            way(above(folder));
            Files.createDirectory(folder);
            mode(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static Path above(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    /**
     * @param like whose owner and group it gets
     * @param others what of the rights of group and others it takes over
     */
    private static Path written(Path target, byte[] content, Path like, Set<PosixFilePermission> others)
            throws IOException {
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNERS));
        try (FileChannel out =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        dress(fresh, like, others);
        return fresh;
    }

    /** @throws IOException if somebody put a link in its place: what that leads to stays as it is */
    static void dress(Path fresh, Path like, Set<PosixFilePermission> others) throws IOException {
        owned(fresh, like);
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(OWNERS);
        Files.getPosixFilePermissions(like).stream().filter(others::contains).forEach(permissions::add);
        mode(fresh, permissions);
    }

    private static void mode(Path file, Set<PosixFilePermission> permissions) throws IOException {
        FileItself.change(file, view -> view.setPermissions(permissions));
    }

    private static void owned(Path fresh, Path like) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class);
        FileItself.change(fresh, mine -> owned(mine, wanted));
    }

    private static void owned(PosixFileAttributeView mine, PosixFileAttributes wanted) throws IOException {
        PosixFileAttributes is = mine.readAttributes();
        if (!is.owner().equals(wanted.owner())) {
            mine.setOwner(wanted.owner());
        }
        if (!is.group().equals(wanted.group())) {
            mine.setGroup(wanted.group());
        }
    }
}
