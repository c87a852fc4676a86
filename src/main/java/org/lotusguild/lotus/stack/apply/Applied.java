package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was applied last on this host: {@code applied.json} with the SHA-256 of each file, and the files themselves beside it, so
 * that a change by hand can be told line by line. For root's eyes only.
 *
 * <p>While an apply is at work, {@code under-way.json} lists the files that it is to write, and {@code under-way} holds their
 * texts. It stays until the services know; of files of which one failed to take note, the names stay. So whoever comes after an
 * apply that was killed can tell its work from that of hands, and knows of which files a service has not heard yet.
 *
 * <p>{@code waiting.json} names services that nobody allowed to restart, each with the run that it was in (see {@link Services}) and
 * the files that it has not read: until it is at work in another run.
 */
public final class Applied {
    private final Path folder;
    private final Disk disk;

    /** @param tree the host's files, among which it is kept */
    public Applied(HostTree tree) {
        this(tree, new Disk());
    }

    Applied(HostTree tree, Disk disk) {
        this.folder = tree.state();
        this.disk = disk;
    }

    /** The text that was applied last; empty if the file never was. */
    Optional<String> text(String path) {
        return text(kept(path));
    }

    /** Whether it is what an apply wrote, be it one that was broken off; also if none ever wrote the file. */
    boolean ours(String path, String present) {
        return text(path).filter(last -> !last.equals(present)).isEmpty()
                || text(coming(path)).filter(present::equals).isPresent();
    }

    /** All files that were ever applied and are there. */
    List<String> present(HostTree tree) {
        return hashes().keySet().stream()
                .filter(path -> Files.exists(tree.at(path)))
                .toList();
    }

    /** What an apply was to write that is at work, or was broken off, or of which a service failed to take note. */
    List<String> underWay() {
        List<String> paths = new ArrayList<>();
        text(list()).ifPresent(text -> Json.parse(text).forEach(path -> paths.add(path.asString())));
        return paths;
    }

    /** Whether an apply was broken off, or a service failed to do what it was told. */
    boolean brokenOff() {
        return Files.exists(list());
    }

    /**
     * Notes what is about to be written; from here on it may be.
     *
     * @param more of which the services have not heard yet
     */
    void begin(List<Wanted> files, List<String> more) throws IOException {
        disk.clear(texts());
        for (Wanted file : files) {
            Path text = coming(file.path());
            Folders.closed(text.resolveSibling(""));
            Folders.closed(kept(file.path()).resolveSibling(""));
            disk.write(text, file.text());
        }
        note(Stream.concat(more.stream(), files.stream().map(Wanted::path)));
    }

    private void note(Stream<String> paths) throws IOException {
        ArrayNode names = Json.array();
        paths.distinct().forEach(names::add);
        disk.replace(list(), Json.text(names));
    }

    /**
     * Keeps what has come to its place; of the rest nothing is kept.
     *
     * @return all files that are as the apply under way was to write them
     */
    List<String> settle(HostTree tree) throws IOException {
        List<String> written = new ArrayList<>();
        TreeMap<String, String> hashes = hashes();
        for (String path : underWay()) {
            Optional<String> wanted = text(coming(path)).or(() -> text(path));
            if (wanted.isPresent() && wanted.equals(tree.text(path))) {
                written.add(path);
                hashes.put(path, Manifest.sha256(wanted.get()));
            }
        }
        if (!written.isEmpty()) {
            ObjectNode all = Json.object();
            hashes.forEach(all::put);
            disk.replace(folder.resolve("applied.json"), all.toPrettyString() + "\n");
        }
        for (String path : written) {
            if (Files.exists(coming(path))) {
                disk.move(coming(path), kept(path));
            }
        }
        return written;
    }

    /**
     * The services know.
     *
     * @param owed the files of which some do not, because what they were told did not work
     */
    void end(List<String> owed) throws IOException {
        disk.clear(texts());
        if (owed.isEmpty()) {
            disk.delete(list());
        } else {
            note(owed.stream());
        }
    }

    /**
     * A service that is to be restarted, and was not.
     *
     * @param run that it was in when it was told of
     * @param files that it reads only when it starts
     */
    record Waiting(String run, List<String> files) {
        Waiting {
            files = List.copyOf(files);
        }
    }

    /** Those services, by the names of their units, that are not at work in a new run, as far as systemd says. */
    Map<String, Waiting> waiting(Services services) {
        if (services.absent().isPresent()) {
            return Map.of();
        }
        Map<String, Waiting> waiting = waiting();
        waiting.entrySet()
                .removeIf(unit -> services.run()
                        .apply(unit.getKey())
                        .filter(run ->
                                run.active() && !run.id().equals(unit.getValue().run()))
                        .isPresent());
        return waiting;
    }

    private Map<String, Waiting> waiting() {
        Map<String, Waiting> waiting = new TreeMap<>();
        text(restarts())
                .ifPresent(text -> Json.parseObject(text)
                        .properties()
                        .forEach(entry -> waiting.put(entry.getKey(), Json.read(entry.getValue(), Waiting.class))));
        return waiting;
    }

    /** @param waiting by the name of the unit */
    void keep(Map<String, Waiting> waiting) throws IOException {
        if (waiting.isEmpty()) {
            disk.delete(restarts());
        } else {
            ObjectNode all = Json.object();
            waiting.forEach((unit, one) -> all.set(unit, Json.<ObjectNode>tree(one)));
            disk.replace(restarts(), all.toPrettyString() + "\n");
        }
    }

    private TreeMap<String, String> hashes() {
        TreeMap<String, String> hashes = new TreeMap<>();
        text(folder.resolve("applied.json"))
                .ifPresent(text -> Json.parseObject(text)
                        .properties()
                        .forEach(entry ->
                                hashes.put(entry.getKey(), entry.getValue().asString())));
        return hashes;
    }

    private Path kept(String path) {
        return folder.resolve("applied").resolve(path.substring(1));
    }

    private Path texts() {
        return folder.resolve("under-way");
    }

    private Path coming(String path) {
        return texts().resolve(path.substring(1));
    }

    private Path list() {
        return folder.resolve("under-way.json");
    }

    private Path restarts() {
        return folder.resolve("waiting.json");
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new StackTrouble("cannot read " + file + ": " + e, "Run this as root.", e);
        }
    }
}
