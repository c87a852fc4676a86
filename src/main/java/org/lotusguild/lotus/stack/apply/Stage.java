package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A copy of what a program reads, with the wanted files in it, where the program can be asked without harm. Paths in the files
 * that lead to the program's folder lead into the copy.
 */
final class Stage {
    private static final int MAX_FILE = 4 << 20;
    private static final Pattern PID = Pattern.compile("(?m)^\\s*pid\\s+[^;]+;");

    private final HostTree tree;
    private final Path folder;
    private final Disk disk;

    /** @param folder made for this, and taken away by {@link #clear} */
    Stage(HostTree tree, Path folder, Disk disk) {
        this.tree = tree;
        this.folder = folder;
        this.disk = disk;
    }

    /** The first that refuses ends it. */
    List<Verdict> judged(List<Judge> judges, List<Wanted> files) throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        for (Judge judge : judges) {
            List<Wanted> concerned =
                    files.stream().filter(file -> judge.reads(file.path())).toList();
            if (!concerned.isEmpty()) {
                verdicts.add(judge.asked(filled(judge, concerned)));
                if (verdicts.getLast() instanceof Verdict.Refused) {
                    return verdicts;
                }
            }
        }
        return verdicts;
    }

    private Path filled(Judge judge, List<Wanted> files) throws IOException {
        Path copy = folder.resolve(judge.place().substring(1));
        Path present = tree.at(judge.place());
        if (Files.isDirectory(present)) {
            try (Stream<Path> all = Files.walk(present)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    copied(file, copy.resolve(present.relativize(file).toString()), judge, copy);
                }
            }
        }
        for (Wanted file : files) {
            Path to = folder.resolve(file.path().substring(1));
            put(to, led(file.text(), judge, copy).getBytes(StandardCharsets.UTF_8));
        }
        return copy;
    }

    private void copied(Path file, Path to, Judge judge, Path copy) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        // Byte for byte, whatever the encoding is: only the path is changed.
        put(to, led(text, judge, copy).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** nginx writes its pid file even when it only tests. */
    private static String led(String text, Judge judge, Path copy) {
        String led = text.replace(judge.place(), copy.toString());
        for (String folder : judge.beside()) {
            led = led.replace(folder, copy.resolve("beside" + folder).toString());
        }
        return judge.name().equals("nginx")
                ? PID.matcher(led).replaceAll(Matcher.quoteReplacement("pid " + copy.resolve("test.pid") + ";"))
                : led;
    }

    private void put(Path file, byte[] bytes) throws IOException {
        disk.step();
        Folders.closed(file.resolveSibling(""));
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes);
    }

    void clear() throws IOException {
        disk.clear(folder);
    }
}
