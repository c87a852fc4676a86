package org.lotusguild.lotus.bot.howto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Scripted;
import org.lotusguild.lotus.bot.fun.Fun;
import org.lotusguild.lotus.docs.HowTo;

/** What the page shows is what is compiled and tested here. */
class HowToTest {
    private static final HowTo PAGE = new HowTo(Path.of("docs/howto/add-a-command.md"));
    private static final Path HERE = Path.of("src/test/java/org/lotusguild/lotus/bot/howto");

    @Test
    void showsTheCommandAndItsTestAsTheyAre() throws IOException {
        assertThat(PAGE.code())
                .containsExactly(
                        Files.readString(HERE.resolve("CoffeeCommand.java")),
                        Files.readString(HERE.resolve("CoffeeCommandTest.java")));
    }

    @Test
    void namesFilesThatAreThere() throws IOException {
        assertThat(PAGE.files()).hasSizeGreaterThan(4).allMatch(file -> Files.exists(Path.of(file)));
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
