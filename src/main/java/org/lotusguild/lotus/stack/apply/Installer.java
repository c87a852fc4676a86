package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;

/**
 * Puts files into their places. First all of them are written beside their places, which is where a full disk or a missing user
 * is noticed; then they are renamed one by one. Whoever is killed in between leaves whole files, old or new.
 */
final class Installer {
    private static final String FRESH = ".lotus-new";

    private final HostTree tree;
    private final Runnable beforeStep;

    Installer(HostTree tree) {
        this(tree, () -> {});
    }

    /** @param beforeStep called before each change on the disk: a place where a test can end it */
    Installer(HostTree tree, Runnable beforeStep) {
        this.tree = tree;
        this.beforeStep = beforeStep;
    }

    /**
     * Copies what will be replaced.
     *
     * @param backup a new folder
     */
    void backUp(List<Difference> differences, Path backup) throws IOException {
        Folders.closed(backup);
        List<String> absent = new ArrayList<>();
        for (Difference difference : differences) {
            Path from = tree.at(difference.path());
            if (Files.exists(from)) {
                Path to = backup.resolve(difference.path().substring(1));
                Folders.closed(to.resolveSibling(""));
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                absent.add(difference.path());
            }
        }
        Files.write(backup.resolve("ABSENT"), absent);
    }

    /** @throws IOException if one could not be written; nothing is changed then */
    void install(List<Difference> differences) throws IOException {
        List<Path> fresh = new ArrayList<>();
        try {
            for (Difference difference : differences) {
                fresh.add(written(difference.wanted()));
            }
        } catch (IOException | RuntimeException e) {
            clear(differences);
            throw e;
        }
        for (Path file : fresh) {
            String name = file.getFileName().toString();
            Path place = file.resolveSibling(name.substring(0, name.length() - FRESH.length()));
            beforeStep.run();
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path written(Wanted wanted) throws IOException {
        Path place = tree.at(wanted.path());
        Folders.open(place.resolveSibling(""));
        Path fresh = place.resolveSibling(place.getFileName() + FRESH);
        beforeStep.run();
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(wanted.text().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        dress(fresh, wanted.entry());
        return fresh;
    }

    /** The owner first: to give a file away takes bits of its mode. */
    private void dress(Path file, Manifest.Entry entry) throws IOException {
        if (tree.real()) {
            String[] owner = entry.owner().split(":");
            PosixFileAttributeView view =
                    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            UserPrincipalLookupService names = file.getFileSystem().getUserPrincipalLookupService();
            try {
                view.setOwner(names.lookupPrincipalByName(owner[0]));
                view.setGroup(names.lookupPrincipalByGroupName(owner[1]));
            } catch (UserPrincipalNotFoundException e) {
                throw new StackTrouble(
                        "this host has no user or group " + e.getName() + ", who should own " + entry.path(),
                        "Install the packages of INSTALL.md first.",
                        e);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(Modes.letters(entry.mode())));
    }

    private void clear(List<Difference> differences) {
        for (Difference difference : differences) {
            Path place = tree.at(difference.path());
            try {
                Files.deleteIfExists(place.resolveSibling(place.getFileName() + FRESH));
            } catch (IOException e) {
                // The first failure is the one to tell; the next apply writes over what is left.
            }
        }
    }
}
