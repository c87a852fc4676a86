package org.lotusguild.lotus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SdkPageTest {
    private static final Path EXAMPLE = Path.of("src/it/java/org/lotusguild/lotus/example/Echo.java");

    /** The integration tests run that file against a real homeserver. */
    @Test
    void showsTheExampleThatIsCompiledAndRun() throws IOException {
        String page = Files.readString(Path.of("docs/sdk.md"));
        String shown = page.split("```java\n", 2)[1].split("```", 2)[0];
        assertThat(shown).isEqualTo(Files.readString(EXAMPLE));
        assertThat(shown.lines().filter(line -> !line.startsWith("import "))).hasSizeLessThanOrEqualTo(40);
    }
}
