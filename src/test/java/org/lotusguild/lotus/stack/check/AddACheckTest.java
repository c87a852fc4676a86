package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.lotusguild.lotus.stack.facts.Facts;

/** What the page shows is what is compiled and tested here. */
class AddACheckTest {
    private static final Path PAGE = Path.of("docs/howto/add-a-check.md");
    private static final Path HERE = Path.of("src/test/java/org/lotusguild/lotus/stack/check");
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("`(src/[\\w/.-]+\\.(?:java|tsv))`");

    static final List<Sample> SAMPLES = SwapExampleSamples.ALL;

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void showsTheCheckAndItsSamplesAsTheyAre() throws IOException {
        assertThat(found(CODE))
                .containsExactly(
                        Files.readString(HERE.resolve("SwapExample.java")),
                        Files.readString(HERE.resolve("SwapExampleSamples.java")));
    }

    @Test
    void namesFilesThatAreThere() throws IOException {
        assertThat(found(FILE)).hasSizeGreaterThan(4).allMatch(file -> Files.exists(Path.of(file)));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void findsWhatThePageSays(Sample sample) {
        Facts facts = SampleFacts.of(sample.files());
        Check check = SwapExample.CHECKS.getFirst();
        assertThat(facts.of(check.on())).isNotEmpty();
        assertThat(check.run()
                        .apply(facts)
                        .map(found -> found.where().file() + ":" + found.where().line()))
                .containsExactlyElementsOf(sample.places());
    }
}
