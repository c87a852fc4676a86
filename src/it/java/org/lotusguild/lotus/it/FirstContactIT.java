package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What somebody sees in the first minutes: a ready guild and a bot that answers, read with a client that we did not write. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class FirstContactIT {
    /** A message is encrypted on the wire both ways, shows no shield, and comes from a device that its owner has signed. */
    private static void assertTrusted(Person reader, String room, Seen answer, Status status) {
        assertThat(answer.body()).startsWith("Pong!");
        assertThat(answer.msgtype()).isEqualTo("m.notice");
        assertThat(answer.wireType()).isEqualTo("m.room.encrypted");
        assertThat(answer.colour()).isZero();
        assertThat(answer.device()).isEqualTo(status.botDevice());
        assertThat(answer.signedByOwner()).isTrue();
        assertThat(wireType(reader, room, answer.id())).isEqualTo("m.room.encrypted");
        assertThat(wireType(reader, room, answer.replyTo())).isEqualTo("m.room.encrypted");
    }

    /** The type of an event as the homeserver hands it out, no client between. */
    private static String wireType(Person reader, String room, String event) {
        ObjectNode found = (ObjectNode) reader.api("GET", "/_matrix/client/v3/rooms/" + room + "/event/" + event);
        return Json.string(found, "body", "type").orElse("status " + found.path("status"));
    }

    @Test
    void theGuestJoinsGeneralAndReadsTheAnswerWithoutAShield(Trial trial) {
        Person guest = trial.client("guest");
        guest.crossSign();
        guest.join(trial.status().room("space"));
        String general = trial.status().room("general");
        guest.join(general);
        assertTrusted(guest, general, guest.ping(general, trial.bot()), trial.status());
        assertThat(guest.undecryptable(general)).isEmpty();
    }

    @Test
    void theBotAnswersInADirectChatThatTheClientOpens(Trial trial) {
        Person alice = trial.person("alice");
        String room = alice.openDirect(trial.bot());
        alice.awaitJoin(room, trial.bot());
        assertTrusted(alice, room, alice.ping(room, trial.bot()), trial.status());
    }

    @Test
    void theBotAnswersInAVersionTwelveRoomOfSomebodyElse(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted().version("12"));
        assertThat(room).doesNotContain(":");
        assertTrusted(alice, room, alice.ping(room, trial.bot()), trial.status());
    }

    @Test
    void theBotAnswersInAVersionElevenRoom(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted().version("11"));
        assertThat(room).contains(":");
        assertTrusted(alice, room, alice.ping(room, trial.bot()), trial.status());
    }

    @Test
    void theBotAnswersInAClearRoom(Trial trial) {
        Person guest = trial.client("guest");
        guest.join(trial.status().room("space"));
        String spam = trial.status().room("spam");
        guest.join(spam);
        Seen answer = guest.ping(spam, trial.bot());
        assertThat(answer.wireType()).isEqualTo("m.room.message");
    }

    @Test
    void aBotWithAnOrdinaryLoginAnswersJustTheSame(Trial trial) {
        Oracle oracle = trial.oracle();
        Home home = Home.fresh("ordinary");
        String name = oracle.register(trial.homeserver(), "ordinary");
        home.writeSecret("bot-password", Oracle.PASSWORD);
        ExistingServer.writeConfiguration(
                home,
                trial.homeserver(),
                "login: {user: \"" + trial.homeserver().userId(name) + "\", password: {file: secrets/bot-password}}");
        try (Lotus ordinary = new Lotus(home, oracle::abort)) {
            Status status = ordinary.up();
            assertThat(status.bot()).isEqualTo(trial.homeserver().userId(name));
            assertThat(status.crossSigned()).isTrue();
            Person alice = trial.person("alice");
            String room = alice.createRoom(RoomWish.encrypted().inviting(status.bot()));
            alice.awaitJoin(room, status.bot());
            assertTrusted(alice, room, alice.ping(room, status.bot()), status);
            ordinary.stop();
            assertThat(ordinary.up().botDevice()).isEqualTo(status.botDevice());
            assertTrusted(alice, room, alice.ping(room, status.bot()), status);
        }
    }

    @Test
    void anAnswerToAMessageInAThreadStaysInTheThread(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        String root = alice.text(room, "a topic");
        ObjectNode content = Json.object().put("msgtype", "m.text").put("body", "!ping");
        content.withObject("m.relates_to").put("rel_type", "m.thread").put("event_id", root);
        String trigger = alice.send(room, content);
        alice.seen(room, Wanted.pong(trigger).inThread(root).from(trial.bot()));
    }

    @Test
    void noticesEditsAndWhatTheBotSaysItselfAreNoCommands(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        String notice = alice.send(room, Json.object().put("msgtype", "m.notice").put("body", "!ping"));
        String chat = alice.text(room, "ping");
        ObjectNode edit = Json.object().put("msgtype", "m.text").put("body", "* !ping");
        edit.withObject("m.new_content").put("msgtype", "m.text").put("body", "!ping");
        edit.withObject("m.relates_to").put("rel_type", "m.replace").put("event_id", chat);
        String edited = alice.send(room, edit);
        String asked = alice.text(room, "!ping");
        alice.seen(room, Wanted.pong(asked).from(trial.bot()));
        String last = alice.ping(room, trial.bot()).replyTo();
        Tally tally = alice.pongs(room, trial.bot());
        assertThat(tally.answeredOtherThan(1, List.of(asked, last))).isEmpty();
        assertThat(tally.answeredOtherThan(0, List.of(notice, chat, edited))).isEmpty();
        assertThat(tally.answers()).hasSize(2);
    }

    @Test
    void helpIsAnsweredEncrypted(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        Seen help = alice.seen(room, Wanted.answer(alice.text(room, "!help"), "Lotus commands").from(trial.bot()));
        assertThat(help.body()).contains("ping").contains("health");
        assertThat(help.encrypted()).isTrue();
    }

    @Test
    void sayPrintsTheAnswer(Trial trial) {
        Lotus.Outcome outcome = trial.lotus().command("say", "general", "!ping");
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).contains("Pong!");
    }
}
