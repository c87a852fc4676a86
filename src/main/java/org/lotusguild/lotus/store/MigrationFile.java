package org.lotusguild.lotus.store;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.store.StoreException.Kind;

/** One file {@code db/<room>/NNNN_name.sql}. */
record MigrationFile(String room, long number, String name, String sql) {
    private static final Pattern NAME = Pattern.compile("(\\d{4})_([a-z0-9_]+)\\.sql");

    /** All files of a room, numbered from 1 without a gap. */
    static List<MigrationFile> of(String room) {
        List<MigrationFile> files = new ArrayList<>();
        try {
            for (URL folder :
                    Collections.list(MigrationFile.class.getClassLoader().getResources("db/" + room))) {
                files.addAll(in(folder.toURI(), room));
            }
        } catch (IOException | URISyntaxException e) {
            throw new StoreException(Kind.BROKEN, "the migrations of " + room + " cannot be read", e);
        }
        files.sort(Comparator.comparingLong(MigrationFile::number));
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).number() != i + 1) {
                throw new StoreException(Kind.BROKEN, "the migrations of " + room + " lack number " + (i + 1), null);
            }
        }
        if (files.isEmpty()) {
            throw new StoreException(Kind.BROKEN, "there are no migrations of " + room, null);
        }
        return files;
    }

    static List<MigrationFile> in(URI folder, String room) throws IOException {
        if (!folder.getScheme().equals("jar")) {
            return in(Path.of(folder), room);
        }
        try (FileSystem jar = FileSystems.newFileSystem(jarOf(folder), Map.of())) {
            return in(jar.getPath("db", room), room);
        }
    }

    /** By its path and not by its URI: of the latter the system may have only one open at a time. */
    private static Path jarOf(URI folder) {
        String text = folder.getRawSchemeSpecificPart();
        return Path.of(URI.create(text.substring(0, text.indexOf("!/"))));
    }

    private static List<MigrationFile> in(Path folder, String room) throws IOException {
        List<MigrationFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (!name.matches()) {
                    throw new StoreException(Kind.BROKEN, "not a name for a migration: " + path, null);
                }
                files.add(new MigrationFile(
                        room,
                        Long.parseLong(name.group(1)),
                        name.group(2),
                        Files.readString(path).replace("\r\n", "\n")));
            }
        }
        return files;
    }

    String checksum() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(sql.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
