package org.lotusguild.lotus.bot.fun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.fake.Scripted;
import org.lotusguild.lotus.bot.fake.Typist;

class FunTest {
    private final Typist alice = new Typist(Fun.commands(DataFiles.shipped(), Optional.empty(), new Random(11)));

    private static Typist scripted(Integer... numbers) {
        return new Typist(Fun.commands(DataFiles.shipped(), Optional.empty(), new Scripted(numbers)));
    }

    @Test
    void theBallHasTwentyAnswersAndNeedsAQuestion() {
        assertThat(IntStream.range(0, 20)
                        .mapToObj(i -> scripted(i).types("8ball will it rain?"))
                        .collect(Collectors.joining("\n")))
                .isEqualTo("""
                        🎱 The pond is clear: yes.
                        🎱 I would bet my last ping on it.
                        🎱 Green lights all the way.
                        🎱 Yes, and soon.
                        🎱 Absolutely. Screenshot this.
                        🎱 The guild has spoken: yes.
                        🎱 Roll with it.
                        🎱 Even the dice are undecided.
                        🎱 Ask me after a snack.
                        🎱 The water is too muddy.
                        🎱 Half yes, half lag.
                        🎱 That depends on who is online.
                        🎱 The petals are still closed.
                        🎱 The petals say no.
                        🎱 Not this season.
                        🎱 I would not queue for that.
                        🎱 Critical fail.
                        🎱 Somewhere a server answered 403.
                        🎱 Nope, but nice try.
                        🎱 No, and don't pull that lever.""");
        assertThatThrownBy(() -> scripted(20).types("8ball more?")).hasMessageContaining("0 to 20");
        assertThat(scripted(19).types("eightball x")).isEqualTo("🎱 No, and don't pull that lever.");
        assertThat(alice.types("8ball"))
                .isEqualTo("8ball: ask me something.\nUsage: !8ball <question…> · more: !help 8ball");
        assertThat(alice.types("8ball " + "x".repeat(301)))
                .startsWith("8ball: <question> must have at most 300 signs.");
    }

    @Test
    void fortunesAreShortAndComeBackInARoomOnlyAfterFiftyOthers() {
        List<String> entries = FortuneCommand.entries(DataFiles.shipped().text("fortunes.txt"));
        assertThat(entries).hasSizeGreaterThanOrEqualTo(140).doesNotHaveDuplicates();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String fortune = alice.types("fortune whatever");
            assertThat(fortune).startsWith("🥠 ");
            assertThat(told.subList(Math.max(0, told.size() - 50), told.size())).doesNotContain(fortune);
            told.add(fortune);
        }
        assertThat(Set.copyOf(told)).hasSize(entries.size());
    }

    @Test
    void refusesFortunesThatAreTooLongOrNone() {
        assertThatThrownBy(() -> FortuneCommand.entries("%\n%\n")).hasMessageContaining("empty");
        assertThatThrownBy(() -> FortuneCommand.entries("ok\n%\n" + "x".repeat(301)))
                .hasMessageContaining("more than 300");
    }

    @Test
    void flipsCoins() {
        assertThat(scripted(1).types("flip")).isEqualTo("🪙 Heads.");
        assertThat(scripted(0).types("coin 1")).isEqualTo("🪙 Tails.");
        assertThat(alice.types("flip 20")).matches("🪙 \\d+ heads, \\d+ tails: [HT]{20}");
        assertThat(alice.types("flip 21")).matches("🪙 \\d+ heads, \\d+ tails");
        assertThat(alice.types("flip 0")).startsWith("flip: count must be 1 to 100.");
        assertThat(scripted(1, 0, 1, 1, 1, 0, 1, 1, 0, 1).types("flip 10"))
                .isEqualTo("🪙 7 heads, 3 tails: HTHHHTHHTH");
        assertThat(alice.types("flip 100")).matches("🪙 \\d+ heads, \\d+ tails");
        assertThat(alice.types("flip 101"))
                .isEqualTo("flip: count must be 1 to 100.\nUsage: !flip [count] · more: !help flip");
        assertThat(alice.types("flip 2 3")).startsWith("flip: \"3\" is one word too many.\nUsage: ");
    }

    @Test
    void drawsNumbersBothEndsIncluded() {
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            drawn.add(alice.types("random 3 1"));
        }
        assertThat(drawn).containsExactlyInAnyOrder("🔢 1–3: 1", "🔢 1–3: 2", "🔢 1–3: 3");
        assertThat(alice.types("random")).matches("🔢 1–100: \\d+");
        assertThat(alice.types("rand 6")).matches("🔢 1–6: [1-6]");
        assertThat(alice.types("random -5")).matches("🔢 -5–1: -?[0-5]");
        assertThat(alice.types("random x"))
                .isEqualTo("random: \"x\" is not a whole number.\nUsage: !random [a] [b] · more: !help random");
        assertThat(alice.types("random 9223372036854775808")).contains("is not a whole number.");
    }

    @Test
    void drawsFromTheWholeRangeOf64Bits() {
        Random random = new Random(5);
        assertThat(RandomCommand.between(Long.MAX_VALUE, Long.MAX_VALUE, random))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(RandomCommand.between(Long.MIN_VALUE, Long.MIN_VALUE, random))
                .isEqualTo(Long.MIN_VALUE);
        boolean negative = false;
        boolean positive = false;
        for (int i = 0; i < 64; i++) {
            long drawn = RandomCommand.between(Long.MIN_VALUE, Long.MAX_VALUE, random);
            negative |= drawn < 0;
            positive |= drawn > 0;
            assertThat(RandomCommand.between(Long.MAX_VALUE - 1, Long.MAX_VALUE, random))
                    .isGreaterThanOrEqualTo(Long.MAX_VALUE - 1);
        }
        assertThat(negative && positive).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rps rock | 1 | You ✊, me ✋: paper beats rock. I win.",
                "rps ✊ | 2 | You ✊, me ✌️: rock beats scissors. You win.",
                "rps r | 0 | You ✊, me ✊: a draw.",
                "rps P | 0 | You ✋, me ✊: paper beats rock. You win.",
                "rps ✌ | 0 | You ✌️, me ✊: rock beats scissors. I win.",
                "rps s | 1 | You ✌️, me ✋: scissors beats paper. You win.",
                "rps ✂️ | 1 | You ✌️, me ✋: scissors beats paper. You win.",
                "rps 🪨 | 0 | You ✊, me ✊: a draw.",
                "rps 📄 | 2 | You ✋, me ✌️: scissors beats paper. I win.",
                "rps ✋🏽 | 1 | You ✋, me ✋: a draw.",
            })
    void playsHands(String line, int mine, String answer) {
        assertThat(scripted(mine).types(line)).isEqualTo(answer);
    }

    @Test
    void refusesHandsThatAreNone() {
        assertThat(alice.types("rps lizard"))
                .isEqualTo("rps: \"lizard\" is none of rock, paper, scissors.\n"
                        + "Usage: !rps <rock|paper|scissors> · more: !help rps");
        assertThat(alice.types("rps")).startsWith("rps: <rock|paper|scissors> is missing.\nUsage: ");
    }

    @Test
    void picksChampionsByLane() {
        assertThat(scripted(1).types("champion")).isEqualTo("🎮 Ahri (mid)");
        assertThat(scripted(2).types("champ")).isEqualTo("🎮 Akali (mid, top)");
        Map.of(
                        "top", "top",
                        "jg", "jungle",
                        "jun", "jungle",
                        "MIDDLE", "mid",
                        "adc", "bot",
                        "b", "bot",
                        "sup", "support")
                .forEach((typed, lane) -> {
                    for (int i = 0; i < 30; i++) {
                        assertThat(alice.types("champion " + typed)).containsPattern("[(, ]" + lane + "[,)]");
                    }
                });
        assertThat(alice.types("champion foo"))
                .isEqualTo("champion: no lane \"foo\".\n"
                        + "Usage: !champion [top|jungle|mid|bot|support] · more: !help champion");
        assertThat(PickCommand.champions(DataFiles.shipped().lines("lol-champions.csv")))
                .hasSize(172);
    }

    @Test
    void picksAgentsByRole() {
        assertThat(scripted(11).types("agent")).isEqualTo("🎯 Jett (Duelist)");
        for (String role : List.of("Controller", "Duelist", "Initiator", "Sentinel")) {
            assertThat(alice.types("valorant " + role.toLowerCase(Locale.ROOT))).endsWith(" (" + role + ")");
        }
        assertThat(alice.types("agent healer"))
                .isEqualTo("agent: no role \"healer\".\n"
                        + "Usage: !agent [controller|duelist|initiator|sentinel] · more: !help agent");
        assertThat(PickCommand.agents(DataFiles.shipped().lines("valorant-agents.csv")))
                .hasSize(29);
    }

    @Test
    void neverGivesARoomTheSameAnswerTwiceInARow() {
        RoomId other = RoomId.parse("!other");
        String last = "";
        for (int i = 0; i < 300; i++) {
            String now = alice.types("agent duelist");
            assertThat(now).isNotEqualTo(last);
            last = now;
            alice.types("agent duelist", other);
        }
    }

    @Test
    void endsTheHelpOfBothWithThePublishersNotice() {
        for (Command command : Fun.commands(DataFiles.shipped(), Optional.empty(), new Random(1))) {
            boolean theirs = Set.of("champion", "agent").contains(command.name());
            assertThat(command.help().details().orElse("").contains("Riot Games does not endorse"))
                    .isEqualTo(theirs);
        }
    }

    @Test
    void letsAFileOfTheGuildsOwnWin(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("fortunes.txt"), "Ours.\n");
        Files.writeString(folder.resolve("valorant-agents.csv"), "name,role\nLily,Healer\n");
        DataFiles own = new DataFiles(Optional.of(folder));
        assertThat(FortuneCommand.entries(own.text("fortunes.txt"))).containsExactly("Ours.");
        assertThatThrownBy(() -> Fun.commands(own, Optional.empty(), new Random(1)))
                .hasMessageContaining("Lily,Healer");
        assertThatThrownBy(() -> own.text("nosuch.txt")).hasMessageContaining("nosuch.txt");
    }

    @Test
    void theFileMayNameOtherFortunes(@TempDir Path folder) throws IOException {
        Path own = Files.writeString(folder.resolve("own.txt"), "Only this one.\n");
        Typist reader = new Typist(Fun.commands(DataFiles.shipped(), Optional.of(own), new Random(1)));
        assertThat(reader.types("fortune")).isEqualTo("🥠 Only this one.");
        Files.writeString(own, "%\n");
        assertThatThrownBy(() -> Fun.commands(DataFiles.shipped(), Optional.of(own), new Random(1)))
                .hasMessageContaining("bot.fortune.file: " + own + " cannot be used: the list of fortunes is empty");
        Files.delete(own);
        assertThatThrownBy(() -> Fun.commands(DataFiles.shipped(), Optional.of(own), new Random(1)))
                .hasMessageContaining("bot.fortune.file: " + own);
    }
}
