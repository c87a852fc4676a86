package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files that are there whole or not at all, and are never written twice. */
public final class HomeFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> READABLE_FILE = PosixFilePermissions.fromString("rw-r--r--");

    /** By name, not all: somebody may keep pages or scripts of his own there. */
    private static final String IGNORED = """
            /secrets/
            /registration*.yaml
            /*.db*
            /synapse/
            /postgresql*/
            /servers/
            /clients/
            /logs/
            /backups/
            """;

    private static final String ABOVE_IGNORED = "# Secrets and data of this home.\n";

    private HomeFiles() {}

    public static void folder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw TrialException.ofFile(folder, e);
        }
    }

    /** A folder that only its owner may enter; also closes an open one. */
    public static void closedFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
        } catch (IOException e) {
            throw TrialException.ofFile(folder, e);
        }
    }

    /**
     * What git is not to take of a home that lies in a work tree: {@code lotus.yaml} alone is for others to see. What stands in a file
     * of somebody's own stays, and what it lacks comes behind it, where it counts.
     */
    static void ignored(Path home) {
        Path file = home.resolve(".gitignore");
        String own = Files.exists(file) ? read(file) : "";
        Set<String> there = own.lines().map(String::strip).collect(Collectors.toSet());
        List<String> missing =
                IGNORED.lines().filter(line -> !there.contains(line)).toList();
        if (!missing.isEmpty()) {
            String end = own.isEmpty() || own.endsWith("\n") ? "" : "\n";
            own(file, own + end + ABOVE_IGNORED + String.join("\n", missing) + "\n");
        }
    }

    /** Writes the file, for its owner's eyes only, unless it is there. Answers whether it was written. */
    static boolean secretOnce(Path file, Supplier<String> content) {
        return once(file, content, OWNER_ONLY_FILE);
    }

    /** Writes the file, for its owner's eyes only, over an older one. */
    public static void secret(Path file, String content) {
        try {
            write(file, content, OWNER_ONLY_FILE);
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    /** Writes the file unless it is there. Answers whether it was written. */
    static boolean openOnce(Path file, Supplier<String> content) {
        return once(file, content, READABLE_FILE);
    }

    /** Writes a file of the program's own, unless it has this content already. */
    public static void own(Path file, String content) {
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(content)) {
                write(file, content, READABLE_FILE);
            }
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    /** Makes or turns a symbolic link. */
    static void link(Path link, Path target) {
        try {
            Path fresh = beside(link);
            Files.deleteIfExists(fresh);
            Files.createSymbolicLink(fresh, target);
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw TrialException.ofFile(link, e);
        }
    }

    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    public static void clear(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw TrialException.ofFile(folder, e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    private static boolean once(Path file, Supplier<String> content, Set<PosixFilePermission> permissions) {
        if (Files.exists(file)) {
            return false;
        }
        try {
            write(file, content.get(), permissions);
            return true;
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    /** Through a second file and a rename: nobody ever reads half of it, and no moment shows it to others. */
    private static void write(Path file, String content, Set<PosixFilePermission> permissions) throws IOException {
        Path fresh = beside(file);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(permissions));
        Files.writeString(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }
}
