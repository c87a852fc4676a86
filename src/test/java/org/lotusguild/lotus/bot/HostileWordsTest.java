package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;
import static org.quicktheories.QuickTheory.qt;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Everything;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;
import org.slf4j.LoggerFactory;

/** Whatever stands behind a command, who wrote it gets an answer, and the handler survives. */
class HostileWordsTest {
    @TempDir
    static Path elsewhere;

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private BotBed bed;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-23T18:00:00Z"), new Everything());
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        bed.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("org.lotusguild.lotus.bot");
    }

    private static Gen<String> words() {
        Gen<String> piece = SourceDSL.arbitrary().pick(OddWords.ALL);
        Gen<String> anything = SourceDSL.strings().allPossible().ofLengthBetween(0, 30);
        return SourceDSL.lists()
                .of(piece.mix(anything, 15))
                .ofSizeBetween(0, 5)
                .map(parts -> parts.stream().collect(Collectors.joining(" ")));
    }

    /** Of every command that there is. */
    static Stream<String> names() {
        Everything all = new Everything();
        try (BotBed any = new BotBed(elsewhere, Instant.EPOCH, all)) {
            return Stream.concat(
                    Stream.of("help"),
                    Stream.concat(
                            all.commands(any).stream(),
                            all.features(any).stream().flatMap(feature -> feature.commands().stream()))
                            .map(Command::name)
                            .toList()
                            .stream());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandAnswersWhateverStandsBehindIt(String name) {
        qt().withFixedSeed(21)
                .withExamples(30)
                .withShrinkCycles(0)
                .forAll(words(), SourceDSL.booleans().all())
                .checkAssert((words, direct) -> {
                    answered("!" + name + " " + words, direct ? chat(ALICE) : ROOM);
                });
        bed.arrive();
        bed.after(Duration.ofDays(2));
        bed.restart();
        bed.after(Duration.ofDays(400));
        assertThat(log.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    /** Lines that are right up to their end, where anything may be written. */
    static Stream<String> lines() {
        return Stream.of(
                "8ball ",
                "poll ",
                "poll --native ",
                "poll \"Which day?\" Fri ",
                "poll Which day? | Fri | ",
                "tag set rules ",
                "remind me 2h ",
                "remind here 2h ",
                "schedule 0 18 * * fri here ",
                "schedule 2027-12-24 here ",
                "choose a | ",
                "ask ",
                "minecraft remove ",
                "wordle stats ",
                "quote ",
                "help ");
    }

    @ParameterizedTest
    @MethodSource("lines")
    void whatIsKeptOrRepeatedMayBeAnything(String line) {
        for (String word : List.of(
                "\u0000",
                "a\u0000b",
                "\ud800",
                "b\udc00c",
                "\u202eevil",
                "@room",
                "<script>",
                "%s%n",
                "\u200b",
                "\ufdd0",
                "x".repeat(5_000))) {
            answered("!" + line + word, ROOM);
        }
        bed.arrive();
        bed.after(Duration.ofDays(400));
        assertThat(log.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    /** Limits in time are over, so that none of them answers in the command's place. */
    private void answered(String line, RoomId room) {
        bed.clock.advance(Duration.ofMinutes(3));
        int before = bed.sender.sent().size();
        bed.says(ALICE, room, line);
        Await.until(() -> bed.sender.sent().stream().skip(before).anyMatch(HostileWordsTest::isAnswer));
        assertThat(bed.sender.sent().stream().skip(before)).allSatisfy(sent -> {
            String body = sent.content().path("body").asString("-");
            assertThat(body)
                    .as(line)
                    .isNotBlank()
                    .doesNotContain("Something broke")
                    .hasSizeLessThan(6_100);
            if (sent.type().equals("m.room.message")) {
                assertThat(sent.content().path("m.mentions").toString())
                        .as("nobody but who asked is called by %s", line)
                        .isIn("{}", "{\"user_ids\":[\"@alice:example.org\"]}");
                assertThat(ShownHtml.strange(sent.content())).as(line).isEmpty();
            }
        });
    }

    private static boolean isAnswer(RecordingSender.Sent sent) {
        return sent.content().has("body")
                || sent.type().endsWith("poll.start")
                || !sent.content().at("/m.relates_to/key").asString("⏳").equals("⏳");
    }
}
