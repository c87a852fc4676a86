package org.lotusguild.lotus.bot.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Text files by name: the one in the guild's own folder wins over the one that Lotus is shipped with. */
public final class DataFiles {
    private final Optional<Path> folder;

    /** @param folder of the guild; need not exist */
    public DataFiles(Optional<Path> folder) {
        this.folder = folder;
    }

    public static DataFiles shipped() {
        return new DataFiles(Optional.empty());
    }

    /** @throws IllegalArgumentException if there is no such file */
    public String text(String name) {
        try {
            Optional<Path> own = folder.map(f -> f.resolve(name)).filter(Files::isRegularFile);
            return own.isPresent() ? Files.readString(own.get()) : shipped(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** The lines that are not blank. */
    public List<String> lines(String name) {
        return text(name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String shipped(String name) throws IOException {
        try (InputStream in = DataFiles.class.getResourceAsStream("/bot/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no list called " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
