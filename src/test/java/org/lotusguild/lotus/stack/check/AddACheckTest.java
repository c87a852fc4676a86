package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.lotusguild.lotus.docs.HowTo;
import org.lotusguild.lotus.stack.facts.Facts;

/** What the page shows is what is compiled and tested here. */
class AddACheckTest {
    private static final HowTo PAGE = new HowTo(Path.of("docs/howto/add-a-check.md"));
    private static final Path HERE = Path.of("src/test/java/org/lotusguild/lotus/stack/check");

    static final List<Sample> SAMPLES = SwapExampleSamples.ALL;

    @Test
    void showsTheCheckAndItsSamplesAsTheyAre() throws IOException {
        assertThat(PAGE.code())
                .containsExactly(
                        Files.readString(HERE.resolve("SwapExample.java")),
                        Files.readString(HERE.resolve("SwapExampleSamples.java")));
    }

    @Test
    void namesFilesThatAreThere() throws IOException {
        assertThat(PAGE.files()).hasSizeGreaterThan(4).allMatch(file -> Files.exists(Path.of(file)));
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
