package org.lotusguild.lotus.stack.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Environment;

/** Where programs are on this machine. */
public final class Installed {
    private static final List<String> BESIDE = List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin");
    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");
    private static final String SYNAPSE_PACKAGE = "/opt/venvs/matrix-synapse/bin/python";

    private final List<Path> folders;
    private final Path postgresql;
    private final List<Path> pythons;

    public Installed(List<Path> folders, Path postgresql, List<Path> pythons) {
        this.folders = List.copyOf(folders);
        this.postgresql = postgresql;
        this.pythons = List.copyOf(pythons);
    }

    /** As a shell finds them, and where packages put what a shell does not find. */
    public static Installed here(Environment environment) {
        List<Path> folders = Stream.concat(
                        Stream.of(environment.variable("PATH").orElse("").split(File.pathSeparator)), BESIDE.stream())
                .filter(text -> text.startsWith("/"))
                .map(Path::of)
                .toList();
        return new Installed(folders, POSTGRESQL, List.of(Path.of(SYNAPSE_PACKAGE)));
    }

    public Optional<String> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** The newest of those that are there side by side. */
    public Optional<String> postgres() {
        try (Stream<Path> releases = Files.isDirectory(postgresql) ? Files.list(postgresql) : Stream.empty()) {
            return releases.filter(
                            folder -> String.valueOf(folder.getFileName()).matches("\\d+"))
                    .sorted(Comparator.comparingInt(Installed::release).reversed())
                    .map(folder -> folder.resolve("bin/postgres"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst()
                    .or(() -> find("postgres"));
        } catch (IOException e) {
            return find("postgres");
        }
    }

    private static int release(Path folder) {
        return Integer.parseInt(String.valueOf(folder.getFileName()));
    }

    /** A Python that may have Synapse. */
    Optional<String> python() {
        return pythons.stream()
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .or(() -> find("python3"));
    }
}
