package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.MalformedYaml;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlReader;
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
     * more: their secrets would stay, and be taken for a host's. A file that was changed since stays.
     *
     * @param only the one host to write; all if empty
     * @return what was taken away, and what not, a sentence each
     * @throws StackTrouble if other things lie there, a link is in the way, or it cannot be written
     */
    public List<String> write(Plan plan, List<RenderedFile> files, Optional<String> only) {
        try {
            Files.createDirectories(folder);
            refuseOthers();
            Files.setPosixFilePermissions(folder, OWN);
            put(git(), IGNORED, OPEN);
            List<String> told = new ArrayList<>();
            for (Host host : plan.hosts()) {
                if (only.isEmpty() || only.get().equals(host.name())) {
                    write(plan, host.name(), InstallPage.text(plan, host), files, told);
                    write(plan, host.outer(), InstallPage.outer(plan, host), files, told);
                }
            }
            List<String> gone = gone(plan);
            if (only.isPresent() && !gone.isEmpty()) {
                told.add(facts() + " is left as it was: " + String.join(", ", gone)
                        + " of no host any more lie beside it until all hosts are rendered");
                return told;
            }
            for (String name : gone) {
                forget(name, told);
            }
            put(facts(), HostFacts.text(plan), OPEN);
            return told;
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
    private void write(Plan plan, String name, String page, List<RenderedFile> all, List<String> told)
            throws IOException {
        Path own = folder.resolve(name);
        List<RenderedFile> files =
                all.stream().filter(f -> f.host().equals(name)).toList();
        if (files.isEmpty()) {
            if (former().contains(name)) {
                forget(name, told);
            }
            return;
        }
        Manifest manifest = Manifest.of(files);
        own(name)
                .keepOnly(manifest.entries().stream().map(Manifest.Entry::path).collect(Collectors.toSet()))
                .forEach(file -> told.add(file + " is not rendered any more, but stays: it was changed"));
        for (RenderedFile file : files) {
            put(own.resolve(file.path().substring(1)), file.text(), file.secret() ? CLOSED : OPEN);
        }
        put(own.resolve(HostFolder.INSTALL), page, OPEN);
        put(own.resolve(HostFolder.MANIFEST), manifest.text(plan.header()), OPEN);
    }

    /** The folders of the hosts of the run before, by the file that it wrote last; none where that does not tell. */
    private Set<String> former() throws IOException {
        if (!Files.isRegularFile(facts())) {
            return Set.of();
        }
        try {
            return YamlReader.read(Files.readString(facts())) instanceof YamlMap all
                            && all.entry("hosts").map(YamlEntry::value).orElse(YamlMap.empty()) instanceof YamlMap hosts
                    ? hosts.all().stream()
                            .map(YamlEntry::key)
                            .filter(name -> name.matches("[^./\\p{Cntrl}][^/\\p{Cntrl}]*"))
                            .flatMap(name -> Stream.of(name, name + Host.OUTER))
                            .collect(Collectors.toSet())
                    : Set.of();
        } catch (MalformedYaml | CharacterCodingException e) {
            return Set.of();
        }
    }

    /** Those of hosts that are no more. A folder that a person made, be it a copy of one of ours, is none of them. */
    private List<String> gone(Plan plan) throws IOException {
        Set<String> gone = new TreeSet<>(former());
        plan.hosts().forEach(host -> {
            gone.remove(host.name());
            gone.remove(host.outer());
        });
        List<String> there = new ArrayList<>();
        for (String name : gone) {
            if (!own(name).written().isEmpty()) {
                there.add(name);
            }
        }
        return there;
    }

    private void forget(String name, List<String> told) throws IOException {
        if (own(name).forget()) {
            Path place = folder.resolve(name);
            told.add(place + " is of no host any more: what was rendered into it is taken away"
                    + (Files.exists(place) ? "; what is of others, or was changed, stays there" : ""));
        }
    }

    private HostFolder own(String name) {
        return new HostFolder(folder, name);
    }

    private Path facts() {
        return folder.resolve("facts.yaml");
    }

    private void put(Path file, String text, Set<PosixFilePermission> mode) throws IOException {
        Optional<Path> link = HostFolder.link(folder, file);
        if (link.isPresent()) {
            throw new StackTrouble(
                    link.get() + " is a link, and nothing is rendered through one",
                    "Take it away, then lotus render again.");
        }
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
        Path list = own.resolve(HostFolder.MANIFEST);
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
            List<String> hosts = all.filter(own -> Files.exists(own.resolve(HostFolder.MANIFEST)))
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
                        .resolve(HostFolder.MANIFEST));
    }
}
