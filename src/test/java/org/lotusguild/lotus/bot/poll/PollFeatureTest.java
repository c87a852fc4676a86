package org.lotusguild.lotus.bot.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What is asked, by whom, and how it ends. */
class PollFeatureTest extends OnPollBed {
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
    void forgetsAPollThatIsRemoved() {
        EventId poll = asks("!poll First?");
        bed.redacts(CEM, poll);
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
    }

    /** Only where they stand alone do these words mean something of their own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "close the shop?; 📊 close the shop?\\n👍",
                "results | good | bad; 📊 results\\n1️⃣ good",
                "\"close\" now later; 📊 close\\n1️⃣ now",
                "vote 1 | vote 2 | vote 3; 📊 vote 1\\n1️⃣ vote 2",
            })
    void asksWhatBeginsLikeACommand(String words, String beginning) {
        assertThat(bed.says(ALICE, ROOM, "!poll " + words))
                .singleElement()
                .asString()
                .startsWith(beginning.replace("\\n", "\n"));
    }

    @Test
    void keepsItsLengths() {
        String option = "x".repeat(80);
        assertThat(bed.says(ALICE, ROOM, "!poll \"" + "q".repeat(300) + "\" " + option + " b"))
                .singleElement()
                .asString()
                .startsWith("📊 qqq");
        bed.clock.advance(Duration.ofSeconds(31));
        assertThat(bed.says(ALICE, ROOM, "!poll \"" + "q".repeat(301) + "\" a b"))
                .containsExactly("poll: the question has more than 300 signs." + USAGE);
        assertThat(bed.says(ALICE, ROOM, "!poll q | " + option + "y | b"))
                .containsExactly("poll: \"" + "x".repeat(40) + "…\" has more than 80 signs." + USAGE);
        assertThat(bed.says(ALICE, ROOM, "!poll --for 31d What?"))
                .containsExactly("poll: for must be 1m to 30d." + USAGE);
        assertThat(bed.says(ALICE, ROOM, "!poll --for 30d \"What?\" 1 2 3 4 5 6 7 8 9 10"))
                .singleElement()
                .asString()
                .contains("\n🔟 10\n", "Ends 22 Dec 2026 18:00 UTC.");
    }

    @Test
    void closesTheNewestOfTheCallersOwn() {
        asks("!poll First?");
        asks("!poll Second?");
        bed.says(BOB, ROOM, "!poll Third?");
        bed.arrive();
        bed.news();
        assertThat(bed.says(ALICE, ROOM, "!poll results"))
                .singleElement()
                .asString()
                .startsWith("📊 Second?");
        bed.says(ALICE, ROOM, "!poll close");
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).startsWith("📊 Second?");
        bed.says(ALICE, ROOM, "!poll close");
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).startsWith("📊 First?");
        assertThat(bed.says(ALICE, ROOM, "!poll close")).containsExactly("poll: no open poll of yours here.");
        assertThat(bed.says(ALICE, COMMANDS, "!poll close")).containsExactly("poll: no open poll of yours here.");
    }

    /** Clients send reactions in clear: anybody who runs the homeserver could have written them. */
    @Test
    void letsModeratorsEndItFromSignedDevicesOnlyWhereTheFileSaysSo() {
        signedForRoles = true;
        bed.restart();
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@cem:example.org\": 50}}"));
        EventId poll = asks("!poll First?");
        bed.hears(ROOM, clear(CEM, poll));
        assertThat(bed.after(Duration.ofSeconds(1))).isEmpty();
        bed.reacts(CEM, poll, "🏁");
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).endsWith("No votes.");
        bed.hears(ROOM, clear(ALICE, asks("!poll Second?")));
        assertThat(bed.after(Duration.ofSeconds(1)).getLast())
                .as("its author needs no role")
                .endsWith("No votes.");
    }

    private static ObjectNode clear(UserId user, EventId poll) {
        return Json.parseObject("""
                {"type": "m.reaction", "event_id": "$clear-%s", "sender": "%s", "origin_server_ts": 1, "unsigned": {"age": 1},
                 "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "%s", "key": "🏁"}}}""".formatted(user.localpart(), user, poll));
    }

    /** In a room that somebody made for himself and the bot he has every level. */
    @Test
    void letsModeratorsOfTheGuildEndItOutsideOfItsRooms() {
        RoomId space = RoomId.parse("!space");
        bed.rooms.join(space);
        bed.rooms.put(space, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
        bed.rooms.put(space, "m.room.power_levels", Json.parseObject("{\"users\": {\"@bob:example.org\": 50}}"));
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@cem:example.org\": 100}}"));
        guild = Map.of("space", space, "commands", COMMANDS);
        bed.restart();
        EventId poll = asks("!poll First?");
        bed.reacts(CEM, poll, "🏁");
        assertThat(bed.after(Duration.ofSeconds(1))).isEmpty();
        bed.reacts(BOB, poll, "🏁");
        assertThat(bed.after(Duration.ofSeconds(1)).getLast()).endsWith("No votes.");
    }
}
