package org.lotusguild.lotus.bot.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import tools.jackson.databind.node.ObjectNode;

class PollFeatureTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final String ONE = "1\ufe0f\u20e3";
    private static final String TWO = "2\ufe0f\u20e3";
    private static final String THREE = "3\ufe0f\u20e3";
    private static final String USAGE =
            "\nUsage: !poll [--for <time>] [--native] <question> [option …] · more: !help poll";

    @TempDir
    Path folder;

    private BotBed bed;
    private PollConfig.NativeType type = PollConfig.NativeType.UNSTABLE;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, START, this::features);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private List<Feature> features(BotBed bed) {
        Ballots ballots = new Ballots(bed.rooms, bed.db(), bed.ignored());
        return List.of(ballots, new PollFeature(bed.rooms, bed.db(), ballots, new PollConfig(type), ZoneId.of("UTC")));
    }

    private EventId asks(String line) {
        int before = bed.sender.sent().size();
        bed.says(ALICE, ROOM, line);
        RecordingSender.Sent poll = bed.sender.sent().get(before);
        bed.arrive();
        bed.news();
        bed.clock.advance(Duration.ofSeconds(31));
        return poll.id();
    }

    @Test
    void asksAsThePageShowsIt() {
        List<String> said = bed.says(ALICE, ROOM, "!poll \"Which day?\" Fri Sat \"Sunday evening\"");
        assertThat(said).containsExactly("""
                        📊 Which day?
                        1️⃣ Fri
                        2️⃣ Sat
                        3️⃣ Sunday evening
                        One vote each, your last one counts. Ends 23 Nov 2026 18:00 UTC. From Alice.""");
        assertThat(bed.last().content().has("m.relates_to")).isFalse();
        bed.arrive();
        List<String> seeds = bed.sender.sent().stream()
                .filter(sent -> sent.type().equals("m.reaction"))
                .map(sent -> sent.content().path("m.relates_to").path("key").asString())
                .toList();
        assertThat(seeds).containsExactly(ONE, TWO, THREE);
    }

    @Test
    void endsAsThePageShowsIt() {
        EventId poll = asks("!poll \"Which day?\" Fri Sat \"Sunday evening\"");
        bed.reacts(ALICE, poll, ONE);
        bed.reacts(BOB, poll, "1\u20e3");
        bed.reacts(CEM, poll, TWO);
        bed.reacts(UserId.parse("@dora:example.org"), poll, ONE);
        bed.reacts(UserId.parse("@emil:example.org"), poll, TWO);
        bed.reacts(UserId.parse("@fay:example.org"), poll, "🎉");
        List<String> end = bed.after(Duration.ofHours(24).minusSeconds(31));
        assertThat(end).containsExactly("* 📊 Which day?\n1️⃣ Fri\n2️⃣ Sat\n3️⃣ Sunday evening\nClosed.", """
                        📊 Which day?
                        1️⃣ ██████░░░░ 3 (60 %) Fri
                        2️⃣ ████░░░░░░ 2 (40 %) Sat
                        3️⃣ ░░░░░░░░░░ 0 (0 %) Sunday evening
                        5 votes. Fri wins.""");
        assertThat(bed.last()
                        .content()
                        .path("m.mentions")
                        .path("user_ids")
                        .path(0)
                        .asString())
                .isEqualTo(ALICE.value());
        assertThat(bed.last()
                        .content()
                        .at("/m.relates_to/m.in_reply_to/event_id")
                        .asString())
                .isEqualTo(poll.value());
        assertThat(bed.after(Duration.ofDays(2))).isEmpty();
    }

    @Test
    void staysInTheThreadThatItWasAskedForIn() {
        EventId root = EventId.parse("$root");
        bed.saysInThread(ALICE, root, "!poll --for 1m \"Which day?\" Fri Sat");
        EventId poll = bed.message("📊").id();
        bed.arrive();
        bed.restart();
        bed.after(Duration.ofMinutes(2));
        ObjectNode relation = Json.objectAt(bed.last().content(), "m.relates_to");
        assertThat(relation.path("rel_type").asString()).isEqualTo("m.thread");
        assertThat(relation.path("event_id").asString()).isEqualTo(root.value());
        assertThat(relation.at("/m.in_reply_to/event_id").asString()).isEqualTo(poll.value());
        bed.clock.advance(Duration.ofMinutes(1));
        bed.saysInThread(ALICE, root, "!poll --native \"Which day?\" Fri Sat");
        assertThat(bed.sender.sent().stream()
                        .filter(sent -> sent.type().endsWith("poll.start"))
                        .map(sent -> sent.content().at("/m.relates_to/event_id").asString()))
                .containsExactly(root.value());
    }

    @Test
    void takesOptionsBetweenBarsOrNone() {
        assertThat(bed.says(ALICE, ROOM, "!poll --for 2h Pizza tonight? | yes | \"no\" | very, very late"))
                .singleElement()
                .asString()
                .startsWith("📊 Pizza tonight?\n1️⃣ yes\n2️⃣ no\n3️⃣ very, very late\nOne vote each")
                .contains("Ends 22 Nov 2026 20:00 UTC.");
        bed.clock.advance(Duration.ofSeconds(31));
        assertThat(bed.says(ALICE, ROOM, "!poll Shall we close?"))
                .singleElement()
                .asString()
                .startsWith("📊 Shall we close?\n👍\n👎\n🤷\nOne vote each");
    }

    @Test
    void tellsATieAndNoVotes() {
        EventId poll = asks("!poll Shall we?");
        assertThat(bed.says(ALICE, ROOM, "!poll results"))
                .containsExactly(
                        "📊 Shall we?\n👍 ░░░░░░░░░░ 0 (0 %)\n👎 ░░░░░░░░░░ 0 (0 %)\n🤷 ░░░░░░░░░░ 0 (0 %)\nNo votes so far.");
        bed.reacts(ALICE, poll, "👍🏽");
        bed.reacts(BOB, poll, "👎");
        bed.says(ALICE, ROOM, "!poll close");
        assertThat(bed.after(Duration.ofMillis(200)).getLast())
                .isEqualTo(
                        "📊 Shall we?\n👍 █████░░░░░ 1 (50 %)\n👎 █████░░░░░ 1 (50 %)\n🤷 ░░░░░░░░░░ 0 (0 %)\n2 votes. Tie: 👍, 👎.");
        asks("!poll Again?");
        bed.says(ALICE, ROOM, "!poll close");
        assertThat(bed.after(Duration.ofMillis(200)).getLast()).endsWith("\nNo votes.");
    }

    @Test
    void letsAuthorAndModeratorsEndIt() {
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@cem:example.org\": 50}}"));
        EventId poll = asks("!poll First?");
        assertThat(bed.says(BOB, ROOM, "!poll close")).containsExactly("poll: no open poll of yours here.");
        assertThat(bed.says(BOB, ROOM, "!poll close", Optional.of(poll)))
                .containsExactly("poll: no open poll of yours here.");
        bed.reacts(BOB, poll, "🏁");
        assertThat(bed.after(Duration.ofSeconds(1))).isEmpty();
        bed.reacts(CEM, poll, "🏁");
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).endsWith("No votes.");
        EventId second = asks("!poll Second?");
        assertThat(bed.says(CEM, ROOM, "!poll close", Optional.of(second))).isEmpty();
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).startsWith("📊 Second?");
        EventId third = asks("!poll Third?");
        bed.reacts(ALICE, third, "🏁");
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).startsWith("📊 Third?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "!poll; poll: give a question.",
                "!poll | a | b; poll: give a question.",
                "!poll What? | a; poll: 2 to 10 options.",
                "!poll \"What?\" a; poll: 2 to 10 options.",
                "!poll \"What?\" 1 2 3 4 5 6 7 8 9 10 11; poll: 2 to 10 options.",
                "!poll \"Which day?\" Fri Sat Fri; poll: \"Fri\" is there twice.",
                "!poll --for 30s What?; poll: for must be 1m to 30d.",
                "!poll --for; poll: --for needs a value.",
            })
    void tellsWhatIsWrong(String line, String why) {
        assertThat(bed.says(ALICE, ROOM, line)).containsExactly(why + USAGE);
    }

    @Test
    void opensThreePollsOfOnePersonInARoom() {
        for (int i = 0; i < 3; i++) {
            asks("!poll Number " + i + "?");
        }
        assertThat(bed.says(ALICE, ROOM, "!poll Number 4?")).containsExactly("poll: you have 3 open polls here.");
        assertThat(bed.says(BOB, ROOM, "!poll Another?"))
                .singleElement()
                .asString()
                .startsWith("📊 Another?");
    }

    @Test
    void waitsBetweenPollsButNotForTheirResults() {
        bed.says(ALICE, ROOM, "!poll First?");
        assertThat(bed.says(ALICE, ROOM, "!poll Second?")).containsExactly("poll: wait 30 s.");
        assertThat(bed.says(ALICE, ROOM, "!poll results").getFirst()).startsWith("📊 First?");
    }

    @Test
    void countsWhatHappenedWhileItWasDownAndEndsLateOnce() {
        EventId poll = asks("!poll \"Which day?\" Fri Sat");
        bed.reacts(ALICE, poll, ONE);
        EventId vote = bed.reacts(BOB, poll, ONE);
        bed.goDeaf();
        bed.redacts(BOB, vote);
        bed.reacts(CEM, poll, TWO);
        bed.reacts(ALICE, poll, TWO);
        bed.reacts(BOT, poll, ONE);
        bed.clock.advance(Duration.ofDays(2));
        bed.restart();
        assertThat(bed.after(Duration.ofSeconds(1)))
                .last()
                .asString()
                .isEqualTo(
                        "📊 Which day?\n1️⃣ ░░░░░░░░░░ 0 (0 %) Fri\n2️⃣ ██████████ 2 (100 %) Sat\n2 votes. Sat wins. (late)");
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
        bed.restart();
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void survivesARestartBeforeItsEventIdIsKnown() {
        bed.says(ALICE, ROOM, "!poll \"Which day?\" Fri Sat");
        EventId poll = bed.last().id();
        bed.restart();
        bed.arrive();
        bed.reacts(BOB, poll, TWO);
        bed.news();
        assertThat(bed.after(Duration.ofHours(24)).getLast()).endsWith("1 vote. Sat wins.");
    }

    @Test
    void forgetsAPollThatIsRemoved() {
        EventId poll = asks("!poll First?");
        bed.redacts(CEM, poll);
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UNSTABLE,org.matrix.msc3381.poll.start,org.matrix.msc3381.poll.end", "STABLE,m.poll.start,m.poll.end"})
    void usesTheClientsOwnPolls(PollConfig.NativeType wanted, String start, String end) {
        type = wanted;
        bed.restart();
        EventId poll = asks("!poll --native \"Which day?\" Fri Sat");
        RecordingSender.Sent sent = bed.sender.sent().getFirst();
        assertThat(sent.type()).isEqualTo(start);
        assertThat(bed.sender.bodies().get(1))
                .isEqualTo(
                        "No poll to see in your client? !poll vote <n> counts as well, 1 to 2. Ends 23 Nov 2026 18:00 UTC.");
        bed.votes(ALICE, poll, "1");
        bed.votes(BOB, poll, "2", "1");
        bed.votes(ALICE, poll, "2");
        bed.votes(CEM, poll, "1");
        bed.votes(CEM, poll);
        bed.says(UserId.parse("@dora:example.org"), ROOM, "!poll vote 1");
        assertThat(bed.says(CEM, ROOM, "!poll vote 3")).containsExactly("poll: vote 1 to 2.");
        bed.clock.advance(Duration.ofHours(24).minusSeconds(31));
        bed.look();
        List<RecordingSender.Sent> last = bed.sender.sent().reversed();
        assertThat(last.get(1).type()).isEqualTo(end);
        assertThat(last.get(1).content().at("/m.relates_to/event_id").asString())
                .isEqualTo(poll.value());
        assertThat(last.get(1).content().at("/m.relates_to/rel_type").asString())
                .isEqualTo("m.reference");
        assertThat(last.getFirst().content().path("body").asString())
                .isEqualTo(
                        "📊 Which day?\n1️⃣ ███░░░░░░░ 1 (33 %) Fri\n2️⃣ ███████░░░ 2 (67 %) Sat\n3 votes. Sat wins.");
    }

    @Test
    void writesWhatElementReads() {
        asks("!poll --native \"Which day?\" Fri Sat");
        assertThat(bed.sender.sent().getFirst().content()).isEqualTo(Json.parseObject("""
                        {"org.matrix.msc1767.text": "Which day?\\n1. Fri\\n2. Sat",
                         "org.matrix.msc3381.poll.start": {
                           "kind": "org.matrix.msc3381.poll.disclosed",
                           "max_selections": 1,
                           "question": {"org.matrix.msc1767.text": "Which day?"},
                           "answers": [{"id": "1", "org.matrix.msc1767.text": "Fri"},
                                       {"id": "2", "org.matrix.msc1767.text": "Sat"}]}}"""));
    }

    /** Point 7 of the page: 10 options, 300 voters, 1,000 reactions and removals. */
    @Test
    void countsThreeHundredVotersExactly() {
        EventId poll = asks("!poll \"Which?\" a b c d e f g h i j");
        Random random = new Random(4);
        Map<UserId, LinkedHashMap<EventId, Integer>> standing = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            UserId user = UserId.parse("@p" + (i < 300 ? i : random.nextInt(300)) + ":example.org");
            LinkedHashMap<EventId, Integer> theirs = standing.computeIfAbsent(user, u -> new LinkedHashMap<>());
            if (!theirs.isEmpty() && random.nextInt(3) == 0) {
                EventId one = List.copyOf(theirs.keySet()).get(random.nextInt(theirs.size()));
                bed.redacts(user, one);
                theirs.remove(one);
            } else {
                int option = random.nextInt(10);
                String key = option == 9 ? "🔟" : (option + 1) + "\ufe0f\u20e3";
                theirs.put(bed.reacts(user, poll, key), option);
            }
        }
        long[] counts = new long[10];
        standing.values().stream()
                .filter(theirs -> !theirs.isEmpty())
                .forEach(theirs -> counts[theirs.lastEntry().getValue()]++);
        List<String> lines = bed.after(Duration.ofHours(24)).getLast().lines().toList();
        List<Long> shown = new ArrayList<>();
        lines.subList(1, 11)
                .forEach(
                        line -> shown.add(Long.parseLong(line.split("[█░]+ ")[1].split(" ")[0])));
        assertThat(shown).containsExactly(Arrays.stream(counts).boxed().toArray(Long[]::new));
        long voters = shown.stream().mapToLong(Long::longValue).sum();
        assertThat(lines.getLast()).startsWith(voters + " votes. ");
        assertThat(voters).isGreaterThan(200);
    }
}
