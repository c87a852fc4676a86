package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Relations;
import tools.jackson.databind.node.ObjectNode;

/** The commands that the file switches on besides, right and wrong, in an encrypted room of the guild: three people, three clients. */
@ExtendWith(SharedBed.class)
@Timeout(120)
final class SecondWaveIT {
    /** @param answer a pattern for the whole body */
    private record Line(String said, String answer) {}

    private static Line exact(String said, String answer) {
        return new Line(said, Pattern.quote(answer));
    }

    /** Said by a moderator, a member and another one in turn; without an answer it is a sign that the bot puts there. */
    private static final List<Line> SCRIPT = List.of(
            exact("!tag set rules Be kind.", ""),
            exact("!tag rules", "Be kind."),
            exact("!tag set more x", "tag: only moderators set and delete."),
            exact("!tag set roll x", "tag: \"roll\" is a command already."),
            exact("!tag nosuch", "tag: none is called \"nosuch\" here."),
            new Line("!tag list", "Tags: .*rules.*\\."),
            exact("!schedule 2020-01-01 here x", "schedule: that time is over."),
            exact("!choose same | same", "🤔 same"),
            exact("!choose one", "choose: give at least two, with | between.\nUsage: !choose <a | b …> · more: !help choose"),
            new Line("!schedule 0 18 * * fri here Raid tonight!", "🗓️ First \\d+ \\w+ \\d{4} 18:00 UTC\\."),
            new Line("!birthday 24 Dec", "🎂 24 Dec\\. No year is kept; !birthday off forgets the day\\."),
            exact(
                    "!birthday 31 Feb",
                    "birthday: cannot read \"31 Feb\" as a day.\nUsage: !birthday <day month>|off|next · more: !help birthday"),
            new Line("!schedule list", "1\\. .+ UTC \\(0 18 \\* \\* fri\\) · Raid tonight!"),
            new Line("!birthday next", "🎂 Next: .+ 24 Dec"),
            exact("!remind me soon tea", "remind: cannot read \"soon\" as a time.\nUsage: !remind me|here <time> <text> · more: !help remind"),
            exact("!roles post nowhere", "roles: no room \"nowhere\" in the guild."),
            new Line("!leaderboard", "(?s)Nobody has a point yet\\.|🏆 .+"),
            exact("!remind list", "You have no reminders."),
            exact("!schedule cancel 1", ""));

    private static Seen answer(Trial trial, Person asks, String room, String said) {
        return asks.seen(room, Wanted.answer(asks.text(room, said), "").from(trial.bot()));
    }

    @Test
    void everyAnswerIsInTheWordsOfThePage(Trial trial) {
        Person admin = trial.client("admin");
        Person guest = trial.client("guest");
        Person ada = trial.person("ada");
        String space = trial.status().room("space");
        String general = trial.status().room("general");
        admin.invite(space, ada.user());
        for (Person member : List.of(admin, guest, ada)) {
            member.join(space);
            member.join(general);
        }
        List<Person> people = List.of(admin, guest, ada);
        for (Person member : people) {
            admin.awaitJoin(general, member.user());
        }
        says(trial, people, general);
        remindsAndQuotes(trial, people, general);
        invitesByReaction(trial, people, general);
        starred(trial, people, general);
    }

    private static void says(Trial trial, List<Person> people, String room) {
        for (int i = 0; i < SCRIPT.size(); i++) {
            Line line = SCRIPT.get(i);
            Person asks = people.get(i % 3);
            if (line.answer().equals(Pattern.quote(""))) {
                reacted(trial, asks, room, asks.text(room, line.said()), "✅");
            } else {
                Seen answer = answer(trial, asks, room, line.said());
                assertThat(answer.body()).as(line.said()).matches(line.answer());
                assertThat(answer.encrypted()).isTrue();
                assertThat(answer.content().has("m.mentions")).isTrue();
            }
        }
    }

    /** Waits until the bot has put this sign there. */
    private static void reacted(Trial trial, Person sees, String room, String event, String key) {
        Await.until(Duration.ofSeconds(20), "a reaction " + key, () -> sees.events(room).stream()
                .filter(seen -> seen.sender().equals(trial.bot()) && seen.type().equals("m.reaction"))
                .anyMatch(seen -> seen.content().at("/m.relates_to/event_id").asString("").equals(event)
                        && seen.content().at("/m.relates_to/key").asString("").equals(key)));
    }

    private static void remindsAndQuotes(Trial trial, List<Person> people, String room) {
        Person guest = people.get(1);
        Person ada = people.get(2);
        assertThat(answer(trial, guest, room, "!remind here 2h tea").body())
                .matches("⏰ .+ UTC\\. React with 👍 to be reminded as well\\.");
        assertThat(answer(trial, guest, room, "!remind list").body()).matches("1\\. .+ UTC · tea");
        reacted(trial, guest, room, guest.text(room, "!remind cancel 1"), "✅");
        String words = "I never lose at chess.";
        String said = guest.text(room, words);
        assertThat(ada.seen(room, Wanted.event(said)).body()).isEqualTo(words);
        ObjectNode quote = Relations.reply(
                Json.object().put("msgtype", "m.text").put("body", "!quote"), EventId.parse(said));
        Seen kept = ada.seen(room, Wanted.answer(ada.send(room, quote), "").from(trial.bot()));
        assertThat(kept.body()).matches("📌 Quote \\d+ is kept\\.");
        String number = kept.body().replaceAll("\\D", "");
        assertThat(answer(trial, ada, room, "!quote " + number).body())
                .isEqualTo("> " + words + "\n— " + name(guest) + " · " + number);
        guest.redact(room, said);
        Await.until(Duration.ofSeconds(20), "the quote to be gone", () -> answer(trial, ada, room, "!quote " + number)
                .body()
                .equals("quote: there is none."));
    }

    private static String name(Person person) {
        return person.user().substring(1, person.user().indexOf(':'));
    }

    private static void invitesByReaction(Trial trial, List<Person> people, String room) {
        Person admin = people.getFirst();
        Person ada = people.get(2);
        admin.text(room, "!roles post commands");
        Seen post = ada.seen(
                room, Wanted.body("🚪 Rooms\n🔴 commands\nReact to be invited.").from(trial.bot()));
        ada.send(room, "m.reaction", Relations.reaction(EventId.parse(post.id()), "🔴"));
        String commands = trial.status().room("commands");
        Await.until(Duration.ofSeconds(20), "an invite", () -> {
            String query = "/_matrix/client/v3/sync?timeout=" + Math.floorMod(System.nanoTime(), 100_000L);
            return ada.api("GET", query).at("/body/rooms/invite").has(commands);
        });
    }

    private static void starred(Trial trial, List<Person> people, String room) {
        Person admin = people.getFirst();
        Person guest = people.get(1);
        Person ada = people.get(2);
        String said = ada.text(room, "A star is born.");
        for (Person reader : List.of(admin, guest)) {
            reader.seen(room, Wanted.event(said));
            reader.send(room, "m.reaction", Relations.reaction(EventId.parse(said), "⭐"));
        }
        String board = trial.status().room("commands");
        admin.join(board);
        Seen shown = admin.seen(
                board, Wanted.beginning("⭐ 2 · " + name(ada) + "\n> A star is born.\n").from(trial.bot()));
        assertThat(shown.body()).contains("to the message (https://matrix.to/#/%21");
    }
}
