package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lotusguild.lotus.base.FileItself;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;

/**
 * Puts files into their places. First all of them are written beside their places, which is where a full disk or a missing user
 * is noticed; then they are renamed one by one. Whoever is killed in between leaves whole files, old or new. If one cannot be
 * renamed, those before it are put back.
 */
final class Installer {
    private static final String FRESH = ".lotus-new";
    private static final CopyOption[] WHOLE = {
        StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS
    };

    private final HostTree tree;
    private final Path backup;
    private final Disk disk;
    private final List<Path> made = new ArrayList<>();

    /** @param backup the folder with copies of what will be replaced */
    Installer(HostTree tree, Path backup, Disk disk) {
        this.tree = tree;
        this.backup = backup;
        this.disk = disk;
    }

    /** Which of the places are links: they become files, and what they lead to stays as it is. */
    List<String> links(List<Difference> differences) throws IOException {
        List<String> links = new ArrayList<>();
        for (Difference difference : differences) {
            Path place = tree.at(difference.path());
            if (Files.isSymbolicLink(place)) {
                links.add(difference.path() + " was a link to " + Files.readSymbolicLink(place)
                        + ", which stays as it is; there is a file of its own now");
            }
        }
        return links;
    }

    /**
     * @throws IOException if one could not be written; all is as it was then, and what could not be put back is told in a
     *     suppressed exception
     */
    void install(List<Difference> differences) throws IOException {
        List<Difference> renamed = new ArrayList<>();
        try {
            for (Difference difference : differences) {
                write(difference.wanted());
            }
            for (Difference difference : differences) {
                renamed.add(difference);
                Path place = tree.at(difference.path());
                disk.move(fresh(place), place);
            }
        } catch (IOException | RuntimeException e) {
            renamed.reversed().forEach(difference -> putBack(difference, e));
            sweep(tree, differences.stream().map(Difference::path).toList());
            close();
            throw e;
        }
    }

    private void write(Wanted wanted) throws IOException {
        Path place = tree.at(wanted.path());
        disk.step();
        open(place.resolveSibling(""));
        disk.write(fresh(place), wanted.text());
        dress(fresh(place), wanted.entry());
    }

    private void open(Path folder) throws IOException {
        for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
            made.add(at);
        }
        Folders.open(folder);
    }

    /** Takes away the folders that were made for files that did not come; one that somebody else uses by now stays. */
    private void close() {
        made.stream()
                .sorted(Comparator.comparing(Path::getNameCount).reversed())
                .forEach(folder -> {
                    try {
                        Files.deleteIfExists(folder);
                    } catch (IOException e) {
                        // Not empty, or not to be changed: it is no configuration of anybody.
                    }
                });
    }

    /** Only the file itself: in a folder of another user a link may have taken its place. */
    private void dress(Path file, Manifest.Entry entry) throws IOException {
        disk.step();
        FileItself.change(file, view -> dress(view, entry));
    }

    /** The owner first: to give a file away takes bits of its mode. */
    private void dress(PosixFileAttributeView file, Manifest.Entry entry) throws IOException {
        if (tree.real()) {
            String[] owner = entry.owner().split(":");
            UserPrincipalLookupService names = tree.root().getFileSystem().getUserPrincipalLookupService();
            try {
                file.setOwner(names.lookupPrincipalByName(owner[0]));
                file.setGroup(names.lookupPrincipalByGroupName(owner[1]));
            } catch (UserPrincipalNotFoundException e) {
                throw new StackTrouble(
                        "this host has no user or group " + e.getName() + ", who should own " + entry.path(),
                        "Install the packages of INSTALL.md first.",
                        e);
            }
        }
        file.setPermissions(PosixFilePermissions.fromString(Modes.letters(entry.mode())));
    }

    private void putBack(Difference difference, Exception cause) {
        Path place = tree.at(difference.path());
        try {
            if (Files.exists(saved(difference), LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(saved(difference), fresh(place), WHOLE);
                Files.move(fresh(place), place, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(place);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private Path saved(Difference difference) {
        return Copies.of(backup, difference.path());
    }

    private static Path fresh(Path place) {
        return place.resolveSibling(place.getFileName() + FRESH);
    }

    /** Takes away what an installation that came to no end has left beside the places of these files. */
    static void sweep(HostTree tree, List<String> paths) {
        for (String path : paths) {
            try {
                Files.deleteIfExists(fresh(tree.at(path)));
            } catch (IOException e) {
                // Whatever is wrong there is told when the file itself is written.
            }
        }
    }
}
