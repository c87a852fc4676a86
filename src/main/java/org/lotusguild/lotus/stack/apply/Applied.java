package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was applied last on this host: {@code applied.json} with the SHA-256 of each file, and the files themselves beside it, so
 * that a change by hand can be told line by line. For root's eyes only.
 */
public final class Applied {
    private final Path folder;

    /** @param state {@code /var/lib/lotus} of the host */
    public Applied(Path state) {
        this.folder = state;
    }

    /** The text that was applied last; empty if the file never was. */
    Optional<String> text(String path) {
        Path kept = kept(path);
        try {
            return Files.exists(kept) ? Optional.of(Files.readString(kept)) : Optional.empty();
        } catch (IOException e) {
            throw new StackTrouble("cannot read " + kept + ": " + e, "Run this as root.", e);
        }
    }

    /** Keeps what was applied now; the rest stays as it was. */
    void keep(List<Wanted> files) throws IOException {
        TreeMap<String, String> hashes = hashes();
        for (Wanted file : files) {
            put(kept(file.path()), file.text());
            hashes.put(file.path(), Manifest.sha256(file.text()));
        }
        ObjectNode list = Json.object();
        hashes.forEach(list::put);
        put(folder.resolve("applied.json"), list.toPrettyString() + "\n");
    }

    private TreeMap<String, String> hashes() throws IOException {
        TreeMap<String, String> hashes = new TreeMap<>();
        Path list = folder.resolve("applied.json");
        if (Files.exists(list)) {
            Json.parseObject(Files.readString(list))
                    .properties()
                    .forEach(
                            entry -> hashes.put(entry.getKey(), entry.getValue().asString()));
        }
        return hashes;
    }

    private Path kept(String path) {
        return folder.resolve("applied").resolve(path.substring(1));
    }

    private static void put(Path file, String text) throws IOException {
        Folders.closed(file.resolveSibling(""));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
