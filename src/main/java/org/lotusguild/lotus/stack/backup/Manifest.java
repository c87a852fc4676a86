package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;

/**
 * What is in a backup: {@code MANIFEST.json}.
 *
 * @param format {@value #FORMAT}
 * @param lotus the version that made it
 * @param made in ISO 8601
 * @param media the files of the media, which the file {@code MEDIA} lists
 * @param written bytes that were written anew; the rest are links
 */
public record Manifest(
        int format,
        String lotus,
        String made,
        String serverName,
        List<StoredDatabase> databases,
        List<StoredFile> files,
        StoredMedia media,
        boolean secrets,
        long written) {
    static final String NAME = "MANIFEST.json";
    static final int FORMAT = 1;

    public Manifest {
        databases = List.copyOf(databases);
        files = List.copyOf(files);
        Instant.parse(made);
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format);
        }
    }

    /**
     * @param engine {@code sqlite} or {@code postgresql}
     * @param file its path in the backup
     * @param at the place of the file, or the address without its password
     * @param owner of the file; empty for PostgreSQL
     * @param counts rows by what was counted, at the moment of the copy
     */
    public record StoredDatabase(
            String part, String engine, String file, String at, String owner, Map<String, Long> counts) {
        static final String SQLITE = "sqlite";
        static final String POSTGRESQL = "postgresql";

        public StoredDatabase {
            counts = new TreeMap<>(counts);
        }
    }

    /**
     * @param path in the backup
     * @param spot where it belongs; empty for what is the backup's own
     * @param owner as {@link Ownership} writes it; empty for what is the backup's own
     */
    public record StoredFile(String path, String spot, long bytes, String sha256, String owner) {}

    /**
     * @param spot of the folder; empty if there is no media
     * @param owner of the folder
     */
    public record StoredMedia(String spot, long files, long bytes, String owner) {
        static final StoredMedia NONE = new StoredMedia("", 0, 0, "");
    }

    Instant time() {
        return Instant.parse(made);
    }

    long bytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum() + media.bytes();
    }

    /** What a copy of the databases and files took, without media. */
    long bare() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    /** @throws BackupException if it cannot be read, or is no manifest */
    static Manifest read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return Json.read(Json.parseObject(Files.readString(file)), Manifest.class);
        } catch (IOException e) {
            throw BackupException.ofStored(file, e);
        } catch (MalformedJson | DateTimeException e) {
            throw BackupException.damaged(file + " is damaged: " + e.getMessage(), e);
        }
    }
}
