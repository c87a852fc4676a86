package org.lotusguild.lotus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A promise counts only with its test. */
class PromisesTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

    @Test
    void everyTestThatThePageOfTheMatrixClientNamesIsThere() throws IOException {
        String page = Files.readString(Path.of("docs/matrix-client.md"));
        List<String> missing = TEST.matcher(page)
                .results()
                .filter(named -> !exists(named.group(1), Optional.ofNullable(named.group(2))))
                .map(named -> named.group())
                .toList();
        assertThat(missing).isEmpty();
        assertThat(TEST.matcher(page).results()).hasSizeGreaterThan(20);
    }

    private static boolean exists(String testClass, Optional<String> method) {
        return Stream.of("src/test/java", "src/it/java")
                .flatMap(root -> files(Path.of(root), testClass + ".java"))
                .anyMatch(file -> method.map(name -> text(file).contains(" " + name + "("))
                        .orElse(true));
    }

    private static Stream<Path> files(Path root, String name) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.endsWith(name)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
