package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.stack.render.Manifest;

/**
 * What earlier runs wrote into the folder of one host: the files that its {@code MANIFEST} lists, as long as they are what it says.
 * All else is of others and stays; so does what lies behind a link.
 */
final class HostFolder {
    static final String MANIFEST = "MANIFEST";
    static final String INSTALL = "INSTALL.md";

    private final Path rendered;
    private final Path own;

    /** @param rendered the folder in which it lies */
    HostFolder(Path rendered, String name) {
        this.rendered = rendered;
        this.own = rendered.resolve(name);
    }

    /** The first link on the way from a folder to a file below it, be it the file. */
    static Optional<Path> link(Path folder, Path file) {
        Path at = folder;
        for (Path step : folder.relativize(file)) {
            at = at.resolve(step);
            if (Files.isSymbolicLink(at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** Nothing if the folder is somebody else's. */
    List<Manifest.Entry> written() throws IOException {
        Path list = own.resolve(MANIFEST);
        try {
            return Files.isRegularFile(list) && link(rendered, list).isEmpty()
                    ? Manifest.parse(Files.readString(list)).entries()
                    : List.of();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return List.of();
        }
    }

    /**
     * Takes the other files away.
     *
     * @param wanted their paths on the host
     * @return those that stay, since they are not what was written
     */
    List<Path> keepOnly(Set<String> wanted) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Manifest.Entry old : written()) {
            Path file = own.resolve(old.path().substring(1));
            if (!wanted.contains(old.path()) && !takeAway(file, old.sha256())) {
                changed.add(file);
            }
        }
        return changed;
    }

    /**
     * Takes all away. The list goes last: who is stopped on the way finds the rest by it.
     *
     * @return whether there was something
     */
    boolean forget() throws IOException {
        if (written().isEmpty()) {
            return false;
        }
        keepOnly(Set.of());
        Files.deleteIfExists(own.resolve(INSTALL));
        Files.deleteIfExists(own.resolve(MANIFEST));
        deletedIfEmpty(own);
        return true;
    }

    /** Whether it is gone, with the folders that were made for it. */
    private boolean takeAway(Path file, String sha256) throws IOException {
        if (!file.startsWith(own) || link(rendered, file).isPresent()) {
            return false;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!holds(file, sha256)) {
                return false;
            }
            Files.delete(file);
        }
        for (Path up = file.getParent(); up != null && !up.equals(own); up = up.getParent()) {
            if (Files.isDirectory(up, LinkOption.NOFOLLOW_LINKS) && !deletedIfEmpty(up)) {
                break;
            }
        }
        return true;
    }

    private static boolean holds(Path file, String sha256) throws IOException {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Manifest.sha256(Files.readString(file)).equals(sha256);
        } catch (CharacterCodingException e) {
            return false; // we write text only
        }
    }

    private static boolean deletedIfEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }
}
