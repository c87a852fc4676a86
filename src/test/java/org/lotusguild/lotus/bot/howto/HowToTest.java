package org.lotusguild.lotus.bot.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page shows is what is compiled and tested here. */
class HowToTest {
    private static final Path PAGE = Path.of("docs/howto/add-a-command.md");
    private static final Path HERE = Path.of("src/test/java/org/lotusguild/lotus/bot/howto");
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("`(src/[\\w/]+\\.java)`");

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void showsTheCommandAndItsTestAsTheyAre() throws IOException {
        assertThat(found(CODE))
                .containsExactly(
                        Files.readString(HERE.resolve("CoffeeCommand.java")),
                        Files.readString(HERE.resolve("CoffeeCommandTest.java")));
    }

    @Test
    void namesFilesThatAreThere() throws IOException {
        assertThat(found(FILE)).hasSizeGreaterThan(4).allMatch(file -> Files.exists(Path.of(file)));
    }
}
