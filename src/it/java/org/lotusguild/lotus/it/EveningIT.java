package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A scripted evening: three people with clients of their own in one encrypted room use the commands, right and wrong, and each
 * answer is held against the words of the page.
 */
@ExtendWith(SharedBed.class)
@Timeout(90)
final class EveningIT {

    /** @param answer a pattern for the whole body */
    private record Line(String said, String answer) {}

    private static Line exact(String said, String answer) {
        return new Line(said, Pattern.quote(answer));
    }

    private static final String COIN = "(Heads|Tails)";

    private static final List<Line> SCRIPT = List.of(
            new Line("!ping", "Pong! Your message took \\d+ ms, the homeserver answers in \\d+ ms\\."),
            new Line("!PING and more", "Pong! Your message took \\d+ ms, the homeserver answers in \\d+ ms\\."),
            new Line(
                    "!health",
                    "Lotus \\S+, up .+\\. Encryption: device [A-Z]+, cross-signed\\.\n✅ synapse \\d+ ms\n"
                            + "✅ database \\d+ ms\n✅ minecraft \\d+ ms\n✅ model server \\d+ ms\n4 of 4 up\\."),
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
            exact("!minecraft @a", "minecraft: a name has 3 to 16 letters, digits or _."),
            exact("!minecraft Stev", "minecraft: no Minecraft account \"Stev\"."),
            exact("!minecraft Steve_01", "✅ Steve_01 is on the whitelist."),
            exact("!mc list", "You have no names yet."),
            exact("!mc Steve_01", "minecraft: Steve_01 belongs to another member."),
            exact("!ask", "ask: <question> is missing.\nUsage: !ask <question…> · more: !help ask"),
            exact("!rol", "No command !rol. Did you mean !roll?"));

    /** Other bots share the prefix, and people talk. */
    private static final List<String> SILENT = List.of("!xyzzy", "!!!", "! roll", "roll 2d6", "!?");

    @Test
    void everyAnswerIsInTheWordsOfThePage(Trial trial) {
        List<Person> people = List.of(trial.person("ada"), trial.person("ben"), trial.person("cleo"));
        Person host = people.getFirst();
        String room = trial.roomWithBot(
                host,
                RoomWish.encrypted().inviting(people.get(1).user(), people.get(2).user()));
        for (Person guest : people.subList(1, 3)) {
            guest.join(room);
            host.awaitJoin(room, guest.user());
        }
        for (int i = 0; i < SCRIPT.size(); i++) {
            Line line = SCRIPT.get(i);
            Person asks = people.get(i % 3);
            Seen answer = answer(trial, asks, room, line.said());
            assertThat(answer.body()).as(line.said()).matches(line.answer());
            assertThat(answer.wireType()).isEqualTo("m.room.encrypted");
            assertThat(answer.colour()).as("shield of the answer to %s", line.said()).isZero();
        }
        SILENT.forEach(words -> host.text(room, words));
        inAThread(trial, people.get(1), room);
        assertThat(host.events(room).stream()
                        .filter(seen -> seen.sender().equals(trial.bot()))
                        .filter(seen -> seen.body().startsWith("No command !xyzzy")))
                .isEmpty();
    }

    @Test
    void anAnswerOfTheModelGrowsInOneMessage(Trial trial) {
        Person ada = trial.person("ada");
        String room = trial.roomWithBot(ada, RoomWish.encrypted());
        String question = ada.text(room, "!ask why is the sky blue?");
        ada.seen(room, Wanted.event(question));
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

    /** Synapse keeps the answer to a first sync for two minutes, unless it is asked with another time-out. */
    private static Set<String> invites(Person guest) {
        Set<String> rooms = new HashSet<>();
        guest.api("GET", "/_matrix/client/v3/sync?timeout=" + Math.floorMod(System.nanoTime(), 100_000L))
                .path("body")
                .path("rooms")
                .path("invite")
                .propertyNames()
                .forEach(rooms::add);
        return rooms;
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
