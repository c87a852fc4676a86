package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is written for the samples stands in {@code src/test/resources/stack/render/golden}, for people who review a change. The
 * main method writes it anew.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/stack/render/golden");

    static Stream<String> samples() {
        return Samples.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void writesTheReviewedFiles(String sample) throws IOException {
        Map<String, String> written = written(sample);
        Map<String, String> golden = golden(FOLDER.resolve(sample));
        assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(golden.keySet());
        assertThat(written).allSatisfy((path, text) -> assertThat(text).as(path).isEqualTo(golden.get(path)));
    }

    public static void main(String[] args) throws IOException {
        for (String sample : Samples.NAMES) {
            for (Map.Entry<String, String> file : written(sample).entrySet()) {
                Path path = FOLDER.resolve(sample).resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
    }

    /** {@code HOST/etc/…} → text, with mode and owner above it. */
    private static Map<String, String> written(String sample) {
        return new TreeMap<>(Samples.files(Samples.plan(sample)).stream()
                .collect(Collectors.toMap(
                        file -> file.host() + file.path(),
                        file -> file.mode() + " " + file.owner()
                                + file.unit().map(u -> " " + u).orElse("") + "\n" + file.text())));
    }

    private static Map<String, String> golden(Path folder) throws IOException {
        Map<String, String> golden = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                golden.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return golden;
    }
}
