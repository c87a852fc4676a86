package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** A time, as of {@code 2026-11-25T03-30-00Z}, and a number where the clock was put back after it. */
    private static final Pattern NAME = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9.-]+Z)(?:\\+([0-9]{6}))?");

    private final Path folder;
    private final Disk disk;

    Copies(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** For a new apply. Names sort in the order of the applies, whatever a clock says: which was the first hangs on it. */
    Path next(Instant now) throws IOException {
        String time = now.toString().replace(':', '-');
        Optional<Matcher> newest = newest();
        boolean later = newest.filter(last -> last.group().compareTo(time) >= 0).isEmpty();
        return folder.resolve(later ? time : after(newest.orElseThrow()));
    }

    private static String after(Matcher newest) {
        int number = newest.group(2) == null ? 0 : Integer.parseInt(newest.group(2));
        return "%s+%06d".formatted(newest.group(1), number + 1);
    }

    private Optional<Matcher> newest() throws IOException {
        return applies().stream()
                .map(apply -> NAME.matcher(String.valueOf(apply.getFileName())))
                .filter(Matcher::matches)
                .max(Comparator.comparing(Matcher::group));
    }

    /** The first first. */
    private List<Path> applies() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
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
        List<Path> applies = applies();
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
