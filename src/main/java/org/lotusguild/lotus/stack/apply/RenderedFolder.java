package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.HostFacts;
import org.lotusguild.lotus.stack.render.InstallPage;
import org.lotusguild.lotus.stack.render.Manifest;
import org.lotusguild.lotus.stack.render.RenderedFile;

/**
 * The folder that carries files to their hosts: for each host its own, with the files under their paths, {@code MANIFEST} and
 * {@code INSTALL.md}; and one {@code facts.yaml} for the audit. It holds secrets: it belongs to its owner alone, and git is told
 * to leave it alone.
 */
public final class RenderedFolder {
    private static final String MANIFEST = "MANIFEST";
    private static final String INSTALL = "INSTALL.md";
    /** What git is told there; so we know the folder again as ours. */
    private static final String IGNORED = "*\n";

    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final Path folder;

    public RenderedFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the hosts' files. What an earlier run wrote and this one does not is taken away, and with all hosts those that are no
     * more: their secrets would stay, and be taken for a host's.
     *
     * @param only the one host to write; all if empty
     * @throws StackTrouble if other things lie there, or it cannot be written
     */
    public void write(Plan plan, List<RenderedFile> files, Optional<String> only) {
        try {
            Files.createDirectories(folder);
            refuseOthers();
            Files.setPosixFilePermissions(folder, OWN);
            put(git(), IGNORED, OPEN);
            for (Host host : plan.hosts()) {
                if (only.isEmpty() || only.get().equals(host.name())) {
                    write(plan, host.name(), InstallPage.text(plan, host), files);
                    write(plan, host.outer(), InstallPage.outer(plan, host), files);
                }
            }
            if (only.isEmpty()) {
                forgetOthers(plan);
            }
            put(folder.resolve("facts.yaml"), HostFacts.text(plan), OPEN);
        } catch (IOException e) {
            throw new StackTrouble(
                    "cannot write to " + folder + ": " + e, "Who owns it, and is there room on the disk?", e);
        }
    }

    /** A folder of ours is closed to everybody else, and hidden from git: that must not befall one that somebody works in. */
    private void refuseOthers() throws IOException {
        boolean ours = Files.exists(git()) && Files.readString(git()).equals(IGNORED);
        try (Stream<Path> there = Files.list(folder)) {
            if (!ours && there.findAny().isPresent()) {
                throw new StackTrouble(
                        folder + " holds other things than rendered files",
                        "Nothing was changed. Name a folder that is empty, or not there yet: --out DIR.");
            }
        }
    }

    private Path git() {
        return folder.resolve(".gitignore");
    }

    /** Nothing where the plan has no file for the machine: few hosts are containers. */
    private void write(Plan plan, String name, String page, List<RenderedFile> all) throws IOException {
        Path own = folder.resolve(name);
        List<RenderedFile> files =
                all.stream().filter(f -> f.host().equals(name)).toList();
        if (files.isEmpty()) {
            forget(own);
            return;
        }
        Manifest manifest = Manifest.of(files);
        takeAway(own, manifest.entries().stream().map(Manifest.Entry::path).collect(Collectors.toSet()));
        for (RenderedFile file : files) {
            put(own.resolve(file.path().substring(1)), file.text(), file.secret() ? CLOSED : OPEN);
        }
        put(own.resolve(INSTALL), page, OPEN);
        put(own.resolve(MANIFEST), manifest.text(plan.header()), OPEN);
    }

    private static void takeAway(Path own, Set<String> wanted) throws IOException {
        for (Manifest.Entry old : written(own)) {
            if (!wanted.contains(old.path())) {
                Files.deleteIfExists(own.resolve(old.path().substring(1)));
            }
        }
    }

    /** What an earlier run wrote into this folder; nothing if it is somebody else's. */
    private static List<Manifest.Entry> written(Path own) throws IOException {
        Path list = own.resolve(MANIFEST);
        try {
            return Files.isRegularFile(list)
                    ? Manifest.parse(Files.readString(list)).entries()
                    : List.of();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return List.of();
        }
    }

    private void forgetOthers(Plan plan) throws IOException {
        Set<String> known = plan.hosts().stream()
                .flatMap(host -> Stream.of(host.name(), host.outer()))
                .collect(Collectors.toSet());
        List<Path> others;
        try (Stream<Path> all = Files.list(folder)) {
            others = all.filter(own -> !known.contains(own.getFileName().toString()))
                    .toList();
        }
        for (Path own : others) {
            forget(own);
        }
    }

    /** The list goes last: who is stopped on the way finds the rest by it. What somebody else laid there stays. */
    private static void forget(Path own) throws IOException {
        if (written(own).isEmpty()) {
            return;
        }
        takeAway(own, Set.of());
        Files.deleteIfExists(own.resolve(INSTALL));
        Files.deleteIfExists(own.resolve(MANIFEST));
        try (Stream<Path> tree = Files.walk(own)) {
            for (Path inner : tree.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                deleteIfEmpty(inner);
            }
        }
    }

    private static void deleteIfEmpty(Path own) throws IOException {
        try {
            Files.delete(own);
        } catch (DirectoryNotEmptyException e) {
            // Something is in it that no run of ours wrote.
        }
    }

    private static void put(Path file, String text, Set<PosixFilePermission> mode) throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        }
        Files.setPosixFilePermissions(file, mode);
        Files.writeString(file, text);
    }

    /**
     * The files of one host, as they lie in the folder.
     *
     * @param named the host; may be left out where the folder has one only
     * @throws StackTrouble if there is no such host, or a file is not what its manifest says
     */
    public List<Wanted> read(Optional<String> named) {
        Path own = folder.resolve(named.orElseGet(this::onlyHost));
        Path list = own.resolve(MANIFEST);
        if (!Files.exists(list)) {
            throw new StackTrouble(
                    "there is no " + list,
                    "Run lotus render, or name the folder with --from and the host with --host.");
        }
        try {
            List<Wanted> wanted = new ArrayList<>();
            for (Manifest.Entry entry : Manifest.parse(Files.readString(list)).entries()) {
                wanted.add(new Wanted(entry, whole(own.resolve(entry.path().substring(1)), entry)));
            }
            return wanted;
        } catch (IllegalArgumentException e) {
            throw new StackTrouble(list + ": " + e.getMessage(), "Run lotus render again.", e);
        } catch (IOException e) {
            throw new StackTrouble("cannot read " + own + ": " + e, "Copy the folder again.", e);
        }
    }

    private static String whole(Path file, Manifest.Entry entry) throws IOException {
        String text = Files.readString(file);
        if (!Manifest.sha256(text).equals(entry.sha256())) {
            throw new StackTrouble(
                    file + " is not what its MANIFEST says",
                    "Change lotus.yaml, not the folder; then lotus render again.");
        }
        return text;
    }

    private String onlyHost() {
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            List<String> hosts = all.filter(own -> Files.exists(own.resolve(MANIFEST)))
                    .map(own -> own.getFileName().toString())
                    .filter(name -> !heldByAnother(name))
                    .sorted()
                    .toList();
            if (hosts.size() == 1) {
                return hosts.getFirst();
            }
            throw new StackTrouble(
                    hosts.isEmpty()
                            ? "nothing is rendered in " + folder
                            : folder + " has several hosts: " + String.join(", ", hosts),
                    hosts.isEmpty() ? "Run lotus render, or name the folder." : "Say which with --host.");
        } catch (IOException e) {
            throw new StackTrouble("cannot read " + folder + ": " + e, "Who owns it?", e);
        }
    }

    /** Whether these are the files of a machine that holds a container whose files are here too. */
    private boolean heldByAnother(String name) {
        return name.endsWith(Host.OUTER)
                && Files.exists(folder.resolve(name.substring(0, name.length() - Host.OUTER.length()))
                        .resolve(MANIFEST));
    }
}
