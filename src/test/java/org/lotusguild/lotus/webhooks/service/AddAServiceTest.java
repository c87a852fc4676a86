package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page shows is what is compiled and tested here. */
class AddAServiceTest {
    private static final Path PAGE = Path.of("docs/howto/add-a-service.md");
    private static final Path HERE = Path.of("src/test/java/org/lotusguild/lotus/webhooks/service");
    private static final Pattern CODE = Pattern.compile("```(?:java|json)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("`(src/[\\w./-]+\\.\\w+)`");

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void showsTheSampleTheFormatterAndItsTestAsTheyAre() throws IOException {
        assertThat(found(CODE))
                .containsExactly(
                        Files.readString(Sample.FILES.resolve("howto/TooDry.json")),
                        Files.readString(HERE.resolve("Greenhouse.java")),
                        Files.readString(HERE.resolve("GreenhouseTest.java")));
    }

    @Test
    void namesFilesThatAreThere() throws IOException {
        assertThat(found(FILE)).hasSizeGreaterThan(4).allMatch(file -> Files.exists(Path.of(file)));
    }

    @Test
    void namesAWayForEachStepThatTheCompilerOrATestAsksFor() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("LOTUS_GOLDEN=write", "Service.java", "Services.java", "Detect.java");
    }
}
