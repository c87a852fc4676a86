package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.tool.Tool;

/** A host in a folder, its services, and files to put onto it. */
abstract class ApplyBed {
    static final Apply.Choice PLAIN = new Apply.Choice(false, false, Optional.empty());
    static final Apply.Choice RESTARTING = new Apply.Choice(false, true, Optional.empty());

    @TempDir
    Path root;

    final List<Judge> judges = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    Optional<String> noServices = Optional.of("a tree of files has no services");
    Predicate<String> fails = command -> false;
    final Map<String, String> runs = new TreeMap<>();
    final Set<String> inactive = new HashSet<>();
    boolean systemdSays = true;
    final TestClock clock = new TestClock(Instant.parse("2026-11-25T03:30:00Z"));
    Disk.Step beforeStep = () -> {};

    final Apply apply() {
        Services services = new Services(
                noServices,
                command -> {
                    String words = String.join(" ", command);
                    told.add(words);
                    return new Tool.Outcome(fails.test(words) ? 5 : 0, "", "no such unit");
                },
                unit -> systemdSays
                        ? Optional.of(new Services.Run(runs.getOrDefault(unit, ""), !inactive.contains(unit)))
                        : Optional.empty());
        return new Apply(new HostTree(root), judges, clock, services, new Disk(() -> beforeStep.run()));
    }

    static Wanted file(String path, String text) {
        return new Wanted(
                new Manifest.Entry("0644", "root:root", Manifest.sha256(text), false, Optional.empty(), path), text);
    }

    static Wanted unit(String path, String text, String unit) {
        return new Wanted(
                new Manifest.Entry("0644", "root:root", Manifest.sha256(text), false, Optional.of(unit), path), text);
    }

    static Wanted secret(String path, String text) {
        return new Wanted(
                new Manifest.Entry(
                        "0640", "root:root", Manifest.sha256(text), true, Optional.of("coturn.service"), path),
                text);
    }

    final Path place(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    final Apply.Report applied(Wanted... files) {
        return applied(PLAIN, files);
    }

    final Apply.Report applied(Apply.Choice choice, Wanted... files) {
        Apply apply = apply();
        return apply.apply(List.of(files), apply.differences(List.of(files)), choice);
    }

    /** All files below {@code /etc} and what is in them. */
    final Map<String, String> etc() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Path etc = root.resolve("etc");
        if (Files.exists(etc)) {
            try (Stream<Path> all = Files.walk(etc)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    texts.put("/" + root.relativize(file), Files.readString(file));
                }
            }
        }
        return texts;
    }
}
