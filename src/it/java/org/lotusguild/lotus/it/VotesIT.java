package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Relations;
import tools.jackson.databind.node.ObjectNode;

/** Points 6 and 7 of the bot's page in an encrypted room: votes by other clients, also while Lotus is down. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class VotesIT {
    private static final String ONE = "1\ufe0f\u20e3";
    private static final String TWO = "2\ufe0f\u20e3";
    private static final String NATIVE = "org.matrix.msc3381.poll.";

    private static String roomOf(ExistingServer server, Person alice, Person bob) {
        String room = alice.createRoom(RoomWish.encrypted().inviting(server.bot(), bob.user()));
        bob.join(room);
        alice.awaitJoin(room, bob.user());
        alice.awaitJoin(room, server.bot());
        return room;
    }

    private static String reacts(Person person, String room, Seen to, String key) {
        return person.send(room, "m.reaction", Relations.reaction(EventId.parse(to.id()), key));
    }

    private static Seen asks(ExistingServer server, Person person, String room, String line, String answer) {
        person.text(room, line);
        return person.seen(room, Wanted.beginning(answer).from(server.bot()));
    }

    @Test
    void votesCountAsOthersSendThem(ExistingServer server) {
        Person alice = server.person("alice");
        Person bob = server.person("bob");
        String room = roomOf(server, alice, bob);
        Seen question = asks(server, alice, room, "!trivia science", "❓ science · 30 s\n");
        assertThat(question.encrypted()).isTrue();
        reacts(alice, room, question, "🇦");
        reacts(bob, room, question, "🇦");

        Seen started = nativePoll(server, alice, room);
        responds(bob, room, started, "1");
        responds(alice, room, started, "2");
        responds(bob, room, started, "2");
        alice.text(room, "!poll close");
        assertThat(alice.seen(room, Wanted.beginning("📊 Lunch?\n").from(server.bot())).body())
                .isEqualTo("📊 Lunch?\n1️⃣ ░░░░░░░░░░ 0 (0 %) soup\n2️⃣ ██████████ 2 (100 %) bread\n2 votes. bread wins.");

        Seen reveal = alice.seen(
                room, Wanted.beginning("⏰ ").from(server.bot()).within(Duration.ofSeconds(45)));
        boolean right = reveal.body().startsWith("⏰ 🇦 ");
        String both = "Right: %s, %s. Wrong: 0.".formatted(name(alice), name(bob));
        assertThat(reveal.body()).endsWith(right ? both : "Right: nobody. Wrong: 2.");
        assertThat(reveal.ts() - question.ts()).isBetween(29_000L, 31_500L);
    }

    private static String name(Person person) {
        return person.user().substring(1, person.user().indexOf(':'));
    }

    private static Seen nativePoll(ExistingServer server, Person person, String room) {
        person.text(room, "!poll --native \"Lunch?\" soup bread");
        Seen started = person.seen(
                room, new Wanted(Json.object().put("type", NATIVE + "start"), Duration.ofSeconds(20)));
        assertThat(started.sender()).isEqualTo(server.bot());
        assertThat(started.encrypted()).isTrue();
        return started;
    }

    private static void responds(Person person, String room, Seen poll, String answer) {
        ObjectNode content = Json.object();
        content.putObject(NATIVE + "response").putArray("answers").add(answer);
        person.send(room, NATIVE + "response", Relations.reference(content, EventId.parse(poll.id())));
    }

    @Test
    void votesWhileLotusIsDownCountAsWell(ExistingServer server) {
        Person alice = server.person("alice");
        Person bob = server.person("bob");
        String room = roomOf(server, alice, bob);
        Seen poll = asks(server, alice, room, "!poll \"Which day?\" Fri Sat", "📊 Which day?\n");
        String early = reacts(bob, room, poll, ONE);
        reacts(alice, room, poll, ONE);
        assertThat(asks(server, alice, room, "!poll results", "📊 Which day?\n1️⃣ █").body())
                .endsWith("2 votes so far.");
        server.lotus().stop();
        bob.redact(room, early);
        reacts(bob, room, poll, TWO);
        server.lotus().up();
        reacts(alice, room, poll, "🏁");
        Seen result = alice.seen(room, Wanted.answer(poll.id(), "📊 Which day?\n").from(server.bot()));
        assertThat(result.body())
                .isEqualTo("📊 Which day?\n1️⃣ █████░░░░░ 1 (50 %) Fri\n2️⃣ █████░░░░░ 1 (50 %) Sat\n2 votes. Tie: Fri, Sat.");
    }
}
