package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        assertThat(guest.undecryptable(general)).allMatch(older -> older.contains("HISTORICAL_MESSAGE"));
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
        Home home = Home.fresh("ordinary");
        String user = trial.homeserver().userId(trial.oracle().register(trial.homeserver(), "ordinary"));
        Path password = home.directory().resolve("password-of-the-bot");
        home.write(password, Oracle.PASSWORD + "\n");
        try (Lotus ordinary = new Lotus(home, trial.oracle()::abort)) {
            ExistingServer.init(ordinary, trial.homeserver(), "--user", user, "--password-file", password.toString());
            Status status = ordinary.up();
            assertThat(status.bot()).isEqualTo(user);
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
    void somebodyAddedByUserAddTalksToTheBot(Trial trial) {
        String name = trial.oracle().freshName("carol");
        Lotus.Outcome outcome = trial.lotus().command("user", "add", name);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        Matcher password = Pattern.compile("password +(\\S+)").matcher(outcome.out());
        assertThat(password.find()).as(outcome.out()).isTrue();
        Person carol = trial.oracle().login(trial.homeserver(), name, password.group(1));
        carol.join(trial.status().room("space"));
        carol.join(trial.status().room("general"));
        Seen answer = carol.ping(trial.status().room("general"), trial.bot());
        assertThat(answer.encrypted()).isTrue();
        assertThat(answer.colour()).isZero();
    }

    @Test
    void sayPrintsTheAnswer(Trial trial) {
        Lotus.Outcome outcome = trial.lotus().command("say", "general", "!ping");
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).contains("Pong!");
    }
}
