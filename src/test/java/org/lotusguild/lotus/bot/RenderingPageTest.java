package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/rendering.md} says what clients keep; the same list is what {@link ShownHtml} holds every answer against. */
class RenderingPageTest {
    private static final Path PAGE = Path.of("docs/rendering.md");
    private static final Pattern KEPT = Pattern.compile("(?m)^\\| Element X \\| `([a-z ]+)` \\|");
    private static final Pattern PICTURE = Pattern.compile("\\((images/[\\w-]+\\.png)\\)");

    @Test
    void itsTagsAreThoseThatAreTested() throws IOException {
        List<String> kept = found(KEPT);
        assertThat(kept).hasSize(1);
        assertThat(Stream.of(kept.getFirst().split(" "), new String[] {"span"}).flatMap(Stream::of))
                .as("and the span whose colours come on top")
                .containsExactlyInAnyOrderElementsOf(ShownHtml.TAGS);
    }

    @Test
    void itShowsFourClientsTwice() throws IOException {
        assertThat(found(PICTURE)).hasSize(8).allMatch(picture -> Files.exists(Path.of("docs", picture)));
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
