package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was there before each apply: a folder for each, named by its time, with copies of the files that it replaced and the names
 * of those that were not there. What a file was before any apply is never forgotten: it is somebody's own work.
 */
final class Copies {
    /** How many of the last applies keep all of their copies. */
    private static final int MOST = 10;

    /** Written when all copies are there: before it, nothing was replaced. */
    private static final String ABSENT = "ABSENT";

    private final Path folder;
    private final Disk disk;

    Copies(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** For the apply of that name: names sort by time. */
    Path folder(String apply) {
        return folder.resolve(apply);
    }

    /** The copy of what was in a place, below the folder of an apply. */
    static Path of(Path apply, String path) {
        return apply.resolve(path.substring(1));
    }

    /** Lays aside, in the folder of an apply, what these places hold. */
    void keep(Path apply, HostTree tree, List<String> paths) throws IOException {
        Folders.closed(apply);
        List<String> absent = new ArrayList<>();
        for (String path : paths) {
            Path from = tree.at(path);
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                Folders.closed(of(apply, path).resolveSibling(""));
                disk.copy(from, of(apply, path));
            } else {
                absent.add(path);
            }
        }
        disk.write(
                apply.resolve(ABSENT), absent.stream().map(path -> path + "\n").collect(Collectors.joining()));
    }

    /** Copies of long ago hold secrets of long ago: those of our own files go. Leaves room for one more apply. */
    void forgetOld() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> applies;
        try (Stream<Path> all = Files.list(folder)) {
            applies = all.sorted().toList();
        }
        Set<String> earlier = new HashSet<>();
        for (Path old : applies.subList(0, Math.max(0, applies.size() - MOST + 1))) {
            forget(old, earlier);
        }
    }

    /** @param earlier the places of which an earlier apply has told; this one's are added */
    private void forget(Path old, Set<String> earlier) throws IOException {
        Path list = old.resolve(ABSENT);
        if (!Files.exists(list)) {
            disk.clear(old);
            return;
        }
        List<Path> copies;
        try (Stream<Path> all = Files.walk(old)) {
            copies = all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !file.equals(list))
                    .toList();
        }
        boolean firsts = false;
        for (String path : Files.readAllLines(list)) {
            firsts |= earlier.add(path);
        }
        for (Path copy : copies) {
            boolean first = earlier.add("/" + old.relativize(copy));
            firsts |= first;
            if (!first) {
                disk.delete(copy);
            }
        }
        if (!firsts) {
            disk.clear(old);
        }
    }
}
