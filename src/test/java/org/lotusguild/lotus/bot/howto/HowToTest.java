package org.lotusguild.lotus.bot.howto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Scripted;
import org.lotusguild.lotus.bot.fun.Fun;

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

    /** The third step, done: the command stands at the end of its list. */
    @Test
    void bringsAllThatItPromises(@TempDir Path folder) {
        BotBed.Making fun = BotBed.Making.only(bed -> Stream.concat(
                                Fun.commands(DataFiles.shipped(), Optional.empty(), new Random(1)).stream(),
                                Stream.of(CoffeeCommand.of(new Scripted(5))))
                        .toList());
        try (BotBed bed = new BotBed(folder, Instant.parse("2026-11-23T18:00:00Z"), fun)) {
            assertThat(bed.says(ALICE, ROOM, "!help"))
                    .singleElement()
                    .asString()
                    .contains("\nFun: 8ball, fortune, flip, roll, random, rps, champion, agent, coffee\n");
            assertThat(bed.says(ALICE, ROOM, "!help brew")).containsExactly("""
                    !coffee [cups]: make coffee
                    Also: !brew
                    Up to 6 cups.
                    Examples: !coffee · !coffee 2""");
            assertThat(bed.says(ALICE, ROOM, "!cofee")).containsExactly("No command !cofee. Did you mean !coffee?");
            assertThat(bed.says(ALICE, ROOM, "!brew 2")).containsExactly("☕☕ for Alice");
            assertThat(bed.last().content().at("/m.relates_to/m.in_reply_to").isObject())
                    .isTrue();
        }
    }
}
