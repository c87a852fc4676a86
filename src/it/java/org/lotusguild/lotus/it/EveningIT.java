package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A scripted evening: three people with clients of their own in one encrypted room use the commands, right and wrong, and each
 * answer is held against the words of the page.
 */
@ExtendWith(SharedBed.class)
@Timeout(120)
final class EveningIT {

    /** @param answer a pattern for the whole body */
    private record Line(String said, String answer) {}

    private static Line exact(String said, String answer) {
        return new Line(said, Pattern.quote(answer));
    }

    private static final String COIN = "(Heads|Tails)";

    private static final String POLL_USAGE =
            "\nUsage: !poll [--for <time>] [--native] <question> [option …] · more: !help poll";

    private static final List<Line> SCRIPT = List.of(
            new Line("!ping", "Pong! Your message took \\d+ ms, the homeserver answers in \\d+ ms\\."),
            new Line("!PING and more", "Pong! Your message took \\d+ ms, the homeserver answers in \\d+ ms\\."),
            new Line(
                    "!health",
                    "Lotus \\S+, up .+\\. Encryption: device [A-Z]+, cross-signed\\.\n✅ synapse \\d+ ms\n"
                            + "✅ database \\d+ ms\n✅ webhooks 0 ms\n✅ minecraft \\d+ ms\n✅ model server \\d+ ms\n5 of 5 up\\."),
            new Line("!help", "Lotus commands, prefix !\nBasics: help, ping, health\n(?s).*\n!help <command> tells more\\."),
            exact("!help roll", """
                    !roll [dice]: roll dice
                    Also: !dice, !r
                    Default 1d6. Up to 100 dice, 2 to 1000 sides.
                    Examples: !roll · !roll 20 · !roll 2d6+3 · !roll 4d6k3 · !roll d20 adv"""),
            exact("!help wrodle", "No command !wrodle. Did you mean !wordle?"),
            new Line("!8ball will it rain?", "🎱 .+"),
            new Line("!eightball", "8ball: ask me something\\.\nUsage: !8ball <question…> · more: !help 8ball"),
            new Line("!fortune", "🥠 .+"),
            new Line("!cookie", "🥠 .+"),
            new Line("!flip", "🪙 " + COIN + "\\."),
            new Line("!coin 10", "🪙 \\d+ heads, \\d+ tails: [HT]{10}"),
            new Line("!flip 101", "flip: .+\nUsage: !flip \\[count] · more: !help flip"),
            new Line("!roll", "🎲 d6: [1-6]"),
            new Line("!roll d20", "🎲 d20: \\d+"),
            new Line("!r 2d6+3", "🎲 2d6\\+3: \\[[1-6], [1-6]] \\+ 3 = \\d+"),
            new Line("!dice 4d6k3", "🎲 4d6k3: \\[\\(?[1-6]\\)?(, \\(?[1-6]\\)?){3}] = \\d+"),
            new Line("!roll 100d6", "🎲 100d6: \\d+"),
            exact("!roll 2x6", "roll: cannot read \"2x6\".\nUsage: !roll [dice] · more: !help roll"),
            exact("!roll 101d6", "roll: at most 100 dice."),
            exact("!roll d1", "roll: a die has 2 to 1000 sides."),
            exact("!roll 4d6k5", "roll: cannot keep 5 of 4 dice."),
            new Line("!random", "🔢 1–100: \\d+"),
            new Line("!rand 9 3", "🔢 3–9: [3-9]"),
            new Line("!random x", "random: \"x\" is not a whole number\\.(?s).*"),
            new Line("!rps rock", "You ✊, me (✊: a draw\\.|✋: paper beats rock\\. I win\\.|✌️: rock beats scissors\\. You win\\.)"),
            new Line("!rps ✂️", "You ✌️, me .+"),
            new Line("!rps lizard", "rps: (?s).+Usage: !rps .+"),
            new Line("!champion adc", "🎮 .+ \\(.*bot.*\\)"),
            new Line("!champ foo", "champion: no lane \"foo\"\\.\nUsage: (?s).+"),
            new Line("!agent duelist", "🎯 .+ \\(Duelist\\)"),
            new Line("!valorant healer", "agent: no role \"healer\"\\.\nUsage: (?s).+"),
            exact("!wordle crane", "Guesses go in our direct chat, so nobody is spoiled."),
            exact("!wordle", "Your board is in our direct chat."),
            new Line("!status", "(?s)Lotus .+ up\\.|health: wait \\d s\\."),
            new Line("!h ping", "!ping: how long your message took, .+"),
            new Line("!commands 8ball", "!8ball <question…>: ask the ball a question\nAlso: !eightball"),
            exact("!help roll now", "help: \"now\" is one word too many.\nUsage: !help [command] · more: !help help"),
            exact("!poll", "poll: give a question." + POLL_USAGE),
            exact("!poll \"Which day?\" Fri", "poll: 2 to 10 options." + POLL_USAGE),
            exact("!poll \"Which day?\" Fri Sat Fri", "poll: \"Fri\" is there twice." + POLL_USAGE),
            exact("!poll close", "poll: no open poll of yours here."),
            exact("!poll vote 1", "poll: no open poll here."),
            exact("!trivia art", "trivia: no category \"art\". Try: geography, science, gaming, internet, guild."),
            exact("!quiz 21", "trivia: count must be 1 to 20.\nUsage: !trivia [category] [count 1–20] · more: !help trivia"),
            new Line("!trivia categories", "Categories: geography \\d+, science \\d+, gaming \\d+, internet \\d+, guild \\d+\\."),
            exact("!trivia top", "Nobody has a point yet."),
            exact("!trivia stop", "trivia: no question is running."),
            exact("!wordle share", "Finish today's word first."),
            new Line("!wordle stats", ".+ · Lotus Word\nPlayed 0 · won 0 % · streak 0 · best 0\n1 0\n2 0\n3 0\n4 0\n5 0\n6 0"),
            // Somebody else may have solved it in this trial.
            new Line("!w top", "Nobody has a streak yet\\.|(?s)🏆 Lotus Word, streaks\n1\\. .+ 1"),
            exact("!welcome", "welcome: join the guild's space first."),
            exact("!welcome status", "You need power level 50 here for !welcome <user>."),
            exact("!ask", "ask: <question> is missing.\nUsage: !ask <question…> · more: !help ask"),
            exact("!rol", "No command !rol. Did you mean !roll?"));

    /** Outside of Lotus: each waits for the one before. */
    private static final List<Line> MINECRAFT = List.of(
            exact("!minecraft @a", "minecraft: a name has 3 to 16 letters, digits or _."),
            exact("!minecraft Stev", "minecraft: no Minecraft account \"Stev\"."),
            exact("!minecraft Steve_01", "✅ Steve_01 is on the whitelist."),
            exact("!mc list", "You have no names yet."),
            exact("!mc Steve_01", "minecraft: Steve_01 belongs to another member."));

    /** Other bots share the prefix, and people talk. */
    private static final List<String> SILENT = List.of("!xyzzy", "!!!", "! roll", "roll 2d6", "!?");

    @Test
    void everyAnswerIsInTheWordsOfThePage(Trial trial) {
        List<Person> people = List.of(trial.person("ada"), trial.person("ben"), trial.person("cleo"));
        String room = together(trial, people, RoomWish.encrypted());
        for (Seen answer : spoken(trial, people, room)) {
            assertThat(answer.wireType()).isEqualTo("m.room.encrypted");
            assertThat(answer.colour()).as("shield of the answer %s", answer.body()).isZero();
        }
        for (int i = 0; i < MINECRAFT.size(); i++) {
            Line line = MINECRAFT.get(i);
            assertThat(answer(trial, people.get(i % 3), room, line.said()).body()).as(line.said()).matches(line.answer());
        }
        asksTheRoom(trial, people.getFirst(), room);
        inAThread(trial, people.get(1), room);
    }

    @Test
    void theWordsAreTheSameInAClearRoom(Trial trial) {
        List<Person> people = List.of(trial.person("ada"), trial.person("ben"), trial.person("cleo"));
        String room = together(trial, people, RoomWish.clear());
        assertThat(spoken(trial, people, room)).allMatch(answer -> answer.wireType().equals("m.room.message"));
        asksTheRoom(trial, people.getFirst(), room);
        inAThread(trial, people.get(1), room);
    }

    private static String together(Trial trial, List<Person> people, RoomWish wish) {
        Person host = people.getFirst();
        String room = trial.roomWithBot(
                host, wish.inviting(people.get(1).user(), people.get(2).user()));
        for (Person guest : people.subList(1, 3)) {
            guest.join(room);
            host.awaitJoin(room, guest.user());
        }
        return room;
    }

    /** All lines one after another by turns, then each answer; nobody is answered who said none of them. */
    private static List<Seen> spoken(Trial trial, List<Person> people, String room) {
        Person host = people.getFirst();
        List<String> silent = SILENT.stream().map(words -> host.text(room, words)).toList();
        Map<String, Line> asked = new LinkedHashMap<>();
        for (int i = 0; i < SCRIPT.size(); i++) {
            asked.put(people.get(i % 3).text(room, SCRIPT.get(i).said()), SCRIPT.get(i));
        }
        List<Seen> answers = new ArrayList<>();
        asked.forEach((trigger, line) -> {
            Seen answer = host.seen(room, Wanted.answer(trigger, "").from(trial.bot()));
            assertThat(answer.body()).as(line.said()).matches(line.answer());
            assertThat(answer.content().has("m.mentions")).isTrue();
            answers.add(answer);
        });
        assertThat(host.events(room)).noneMatch(seen -> silent.contains(seen.replyTo()));
        return answers;
    }

    private static void asksTheRoom(Trial trial, Person asks, String room) {
        asks.text(room, "!poll \"Which day?\" Fri Sat \"Sunday evening\"");
        Seen poll = asks.seen(room, Wanted.beginning("📊 Which day?\n1️⃣ Fri\n2️⃣ Sat\n3️⃣ Sunday evening\nOne vote each, "
                        + "your last one counts. Ends ")
                .from(trial.bot()));
        assertThat(poll.replyTo()).isEmpty();
        String bars = "📊 Which day?\n1️⃣ ░░░░░░░░░░ 0 (0 %) Fri\n2️⃣ ░░░░░░░░░░ 0 (0 %) Sat\n3️⃣ ░░░░░░░░░░ 0 (0 %) Sunday evening\n";
        assertThat(answer(trial, asks, room, "!poll results").body()).isEqualTo(bars + "No votes so far.");
        asks.text(room, "!poll close");
        asks.seen(room, Wanted.body(bars + "No votes.").from(trial.bot()));
        asks.text(room, "!trivia science");
        asks.seen(room, Wanted.beginning("❓ science · 30 s\n").from(trial.bot()));
        assertThat(answer(trial, asks, room, "!trivia").body()).matches("trivia: a question is running; \\d+ s left\\.");
        assertThat(answer(trial, asks, room, "!trivia stop").body()).isEqualTo("Trivia is stopped.");
    }

    @Test
    void anAnswerOfTheModelGrowsInOneMessage(Trial trial) {
        Person ada = trial.person("ada");
        String room = trial.roomWithBot(ada, RoomWish.encrypted());
        String question = ada.text(room, "!ask why is the sky blue?");
        ada.seen(room, Wanted.event(question));
        Await.until(Duration.ofSeconds(20), "the bot to be seen writing", () -> writing(ada, room)
                .contains(trial.bot()));
        Await.until(Duration.ofSeconds(40), "the last edit", () -> written(trial, ada, room).stream()
                .anyMatch(body -> body.matches("(?s)\\* The sky is blue.*Rayleigh\\.\n\n\\(lotusllm, \\d+ s\\)")));
        List<Seen> answers = said(trial, ada, room);
        Seen first = answers.getFirst();
        assertThat(first.replyTo()).isEqualTo(question);
        assertThat(first.body()).startsWith("The sky is blue because of Rayleigh.").endsWith(" ▌");
        List<Seen> edits = answers.subList(1, answers.size());
        assertThat(edits).hasSizeGreaterThanOrEqualTo(3).allMatch(edit -> Json.string(
                        edit.content(), "m.relates_to", "event_id")
                .orElse("")
                .equals(first.id()));
        Await.until(Duration.ofSeconds(20), "the hourglass to go", () -> ada.history(room).stream()
                .anyMatch(event -> event.type().equals("m.room.redaction")));
    }

    private static List<Seen> said(Trial trial, Person asks, String room) {
        return asks.history(room).stream()
                .filter(event -> event.sender().equals(trial.bot()))
                .filter(event -> event.type().equals("m.room.message"))
                .toList();
    }

    private static List<String> written(Trial trial, Person asks, String room) {
        return said(trial, asks, room).stream().map(Seen::body).toList();
    }

    @Test
    void whoJoinsTheSpaceIsAskedInAChatAndInvitedAfterAYes(Trial trial) {
        Person dora = trial.person("dora");
        String space = trial.status().room("space");
        trial.client("admin").invite(space, dora.user());
        dora.join(space);
        Await.until(Duration.ofSeconds(20), "an invite into a direct chat", () -> !invites(dora).isEmpty());
        String chat = invites(dora).iterator().next();
        dora.join(chat);
        Seen question = dora.seen(chat, Wanted.beginning("Welcome to ").from(trial.bot()));
        assertThat(question.body())
                .matches("Welcome to .+, dora.*! 🌸\nReact with ✅ \\(or answer \"yes\"\\) and I invite you to General"
                        + " and Commands\\.");
        assertThat(question.wireType()).isEqualTo("m.room.encrypted");
        ObjectNode yes = Json.object();
        yes.putObject("m.relates_to")
                .put("rel_type", "m.annotation")
                .put("event_id", question.id())
                .put("key", "✅");
        dora.send(chat, "m.reaction", yes);
        dora.seen(chat, Wanted.body("Invited to General and Commands. See you there!").from(trial.bot()));
        assertThat(invites(dora)).containsExactlyInAnyOrder(trial.status().room("general"), trial.status().room("commands"));
    }

    private static Set<String> invites(Person guest) {
        Set<String> rooms = new HashSet<>();
        synced(guest).path("invite").propertyNames().forEach(rooms::add);
        return rooms;
    }

    /** Who writes there at this moment. */
    private static String writing(Person guest, String room) {
        return synced(guest).path("join").path(room).path("ephemeral").toString();
    }

    /** Synapse keeps the answer to a first sync for two minutes, unless it is asked with another time-out. */
    private static JsonNode synced(Person guest) {
        return guest.api("GET", "/_matrix/client/v3/sync?timeout=" + Math.floorMod(System.nanoTime(), 100_000L))
                .path("body")
                .path("rooms");
    }

    private static Seen answer(Trial trial, Person asks, String room, String said) {
        return asks.seen(room, Wanted.answer(asks.text(room, said), "").from(trial.bot()));
    }

    private static void inAThread(Trial trial, Person asks, String room) {
        String root = asks.text(room, "let us roll in a thread");
        ObjectNode said = Json.object().put("msgtype", "m.text").put("body", "!roll d4");
        said.putObject("m.relates_to")
                .put("rel_type", "m.thread")
                .put("event_id", root);
        String trigger = asks.send(room, said);
        Seen answer = asks.seen(room, Wanted.answer(trigger, "🎲 d4: ").from(trial.bot()).inThread(root));
        assertThat(answer.body()).matches("🎲 d4: [1-4]");
    }
}
