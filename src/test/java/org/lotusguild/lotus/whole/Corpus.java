package org.lotusguild.lotus.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Hostile events, each a file under {@code corpus/events}: {@code room} for timelines and state, {@code to-device}, and
 * {@code sync} for members of a whole answer. In the texts {@code $ID} stands for an event id, {@code $NOW} for a time and
 * {@code $OURS} for our identity key.
 */
public final class Corpus {
    private Corpus() {}

    /** @param text not necessarily sound JSON for everybody: names may be there twice */
    public record Piece(String name, String text) {
        public Piece with(String placeholder, String value) {
            return new Piece(name, text.replace(placeholder, value));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** @param kind {@code room}, {@code to-device} or {@code sync} */
    public static List<Piece> of(String kind) {
        try (Stream<Path> files = Files.list(folder(kind))) {
            return files.sorted().map(file -> piece(kind, file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of those that are odd, but can be told: nobody has to refuse them. */
    static List<String> harmless(String kind) {
        try {
            return Files.readAllLines(folder("harmless.txt")).stream()
                    .filter(name -> name.startsWith(kind + "/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(String kind) {
        try {
            return Path.of(Objects.requireNonNull(Corpus.class.getResource("/corpus/events/" + kind), kind)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Piece piece(String kind, Path file) {
        try {
            return new Piece(
                    kind + "/" + file.getFileName(), Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
