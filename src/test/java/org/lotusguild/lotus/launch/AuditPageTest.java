package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.audit.IgnoreReader;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.ToldFile;

/** Every command and file of the operator's page about the audit does what the page says. */
class AuditPageTest {
    private static final Path PAGE = Path.of("docs/operator/audit.md");
    private static final Path LEGACY = Path.of("src/test/resources/stack/fixtures/legacy");
    private static final Pattern COMMAND = Pattern.compile("(?m)^lotus (audit .*)$");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    static Stream<String> commands() throws IOException {
        return found(COMMAND).stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runsEveryCommandOfThePage(String command) throws IOException {
        Captured captured = new Captured();
        String[] words = (command + " --home " + folder)
                .replace("legacy", copyOfLegacy().toString())
                .replaceAll("(--(?:output|patch)) ", "$1 " + folder + "/")
                .split(" ");
        assertThat(captured.run(words)).isIn(0, 1);
        assertThat(captured.err()).isEmpty();
    }

    /** For one of the commands writes. */
    private Path copyOfLegacy() throws IOException {
        Path copy = folder.resolve("legacy");
        try (Stream<Path> files = Files.walk(LEGACY)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(LEGACY.relativize(file).toString()));
            }
        }
        return copy;
    }

    @Test
    void readsTheFactsOfThePage() throws IOException {
        Told told = ToldFile.of(Path.of("facts.yaml"), "facts.yaml", found(YAML).getFirst());
        assertThat(told.copy()).isTrue();
        assertThat(told.backups().orElseThrow().holds()).hasSize(3);
    }

    @Test
    void readsTheIgnoreFileOfThePage() throws IOException {
        assertThat(IgnoreReader.read(Path.of("x"), "x", found(YAML).getLast(), LocalDate.parse("2026-11-22")))
                .hasSize(2);
    }
}
