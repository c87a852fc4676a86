package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of the encryption test matrix that need a homeserver, one test a row. In rows 4 to 6 a low-level device holds,
 * repeats and moves ciphertext by hand; that nothing was answered is judged after the bot has answered a later question.
 */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class EncryptionRowsIT {
    /** A low-level device in a room of Alice's, with the bot. */
    private record Table(Person alice, Machine raw, String room) {
        static Table set(Trial trial) {
            return set(trial.person("alice"), trial.oracle().machine(trial.homeserver(), "raw"), trial.bot());
        }

        static Table set(Person alice, Machine raw, String bot) {
            String room = alice.createRoom(RoomWish.encrypted().inviting(bot, raw.user()));
            raw.join(room);
            alice.awaitJoin(room, raw.user());
            alice.awaitJoin(room, bot);
            raw.sync();
            return new Table(alice, raw, room);
        }

        Seen pong(String trigger, String bot) {
            return alice.seen(room, Wanted.pong(trigger).from(bot));
        }
    }

    @Test
    void row1ReadsAndAnswersInAnEncryptedVersionTwelveRoomWithoutAShield(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted().version("12"));
        Seen answer = alice.ping(room, trial.bot());
        assertThat(answer.encrypted()).isTrue();
        assertThat(answer.colour()).isZero();
        assertThat(alice.undecryptable(room)).isEmpty();
    }

    @Test
    void row2IsCrossSignedAfterTheFirstStart(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, trial.bot());
        assertThat(trial.status().crossSigned()).isTrue();
        assertThat(alice.signedByOwner(trial.bot(), trial.status().botDevice())).isTrue();
    }

    @Test
    void row3KeepsDeviceAndKeysOverARestart(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, trial.bot());
        List<String> before = alice.devices(trial.bot());
        trial.lotus().stop();
        trial.lotus().up();
        Seen answer = alice.ping(room, trial.bot());
        assertThat(alice.devices(trial.bot())).isEqualTo(before);
        assertThat(answer.device()).isEqualTo(trial.status().botDevice());
        assertThat(answer.colour()).isZero();
    }

    @Test
    void row4WaitsForALateKeyAndActsIfTheMessageIsYoung(Trial trial) {
        Table table = Table.set(trial);
        int held = table.raw().hold(table.room());
        String late = table.raw().put(table.room(), table.raw().encrypt(table.room(), "!ping"));
        table.alice().ping(table.room(), trial.bot());
        assertThat(table.alice().pongs(table.room(), trial.bot()).answersTo(late)).isZero();
        table.raw().perform(held);
        table.pong(late, trial.bot());
    }

    @Test
    void row4StaysSilentWhenTheKeyComesAfterTheMessageGrewOld(ExistingServer server) {
        server.lotus().stop();
        server.lotus().home().bot(Home.LIMITS_OFF, "max-age: 5s");
        server.lotus().up();
        Machine raw = server.oracle().machine(server.homeserver(), "raw");
        Table table = Table.set(server.person("alice"), raw, server.bot());
        int held = raw.hold(table.room());
        String late = raw.put(table.room(), raw.encrypt(table.room(), "!ping"));
        Await.elapsed(Duration.ofSeconds(6));
        raw.perform(held);
        String fresh = raw.text(table.room(), "!ping");
        table.pong(fresh, server.bot());
        table.alice().ping(table.room(), server.bot());
        assertThat(table.alice().pongs(table.room(), server.bot()).answersTo(late)).isZero();
        server.lotus().stop();
        server.lotus().home().bot(Home.LIMITS_OFF);
    }

    @Test
    void row5ActsOnceOnAReplay(Trial trial) {
        Table table = Table.set(trial);
        table.raw().perform(table.raw().hold(table.room()));
        ObjectNode content = table.raw().encrypt(table.room(), "!ping");
        String first = table.raw().put(table.room(), content);
        table.pong(first, trial.bot());
        String again = table.raw().put(table.room(), content);
        table.pong(table.raw().text(table.room(), "!ping"), trial.bot());
        Tally tally = table.alice().pongs(table.room(), trial.bot());
        assertThat(tally.answersTo(first)).isEqualTo(1);
        assertThat(tally.answersTo(again)).isZero();
    }

    @Test
    void row6RefusesCiphertextMovedToAnotherRoom(Trial trial) {
        Table here = Table.set(trial);
        Table there = Table.set(here.alice(), here.raw(), trial.bot());
        here.raw().perform(here.raw().hold(here.room()));
        ObjectNode content = here.raw().encrypt(here.room(), "!ping");
        String moved = here.raw().put(there.room(), content);
        there.pong(here.raw().text(there.room(), "!ping"), trial.bot());
        assertThat(there.alice().pongs(there.room(), trial.bot()).answersTo(moved)).isZero();
        here.pong(here.raw().put(here.room(), content), trial.bot());
    }

    @Test
    void row10IsAcceptedByPeopleWhoExcludeInsecureDevices(Trial trial) {
        Person alice = trial.person("alice");
        alice.excludeInsecureDevices();
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        Seen answer = alice.ping(room, trial.bot());
        assertThat(answer.encrypted()).isTrue();
        assertThat(answer.colour()).isZero();
    }

    @Test
    void row12RotatesByCount(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted().rotatingAfter(2));
        List<String> sessions = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            sessions.add(alice.ping(room, trial.bot()).session());
        }
        assertThat(sessions).doesNotContain("");
        assertThat(sessions.stream().distinct()).hasSize(3);
    }

    @Test
    void row12RotatesWhenAMemberLeaves(Trial trial) {
        Table table = Table.set(trial);
        Person alice = table.alice();
        String first = alice.ping(table.room(), trial.bot()).session();
        assertThat(alice.ping(table.room(), trial.bot()).session()).isEqualTo(first);
        table.raw().leave(table.room());
        String after = alice.ping(table.room(), trial.bot()).session();
        assertThat(after).isNotEmpty().isNotEqualTo(first);
    }

    @Test
    void row13ANewDeviceOfAMemberReadsTheNextMessage(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, trial.bot());
        String localpart = alice.user().substring(1).split(":", 2)[0];
        Person second = trial.oracle().login(trial.homeserver(), localpart, Oracle.PASSWORD);
        Seen answer = alice.ping(room, trial.bot());
        assertThat(second.seen(room, Wanted.event(answer.id())).body()).startsWith("Pong!");
    }

    @Test
    void aMemberWhoJoinsLaterReadsTheNextAnswer(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, trial.bot());
        Person bob = trial.person("bob");
        alice.invite(room, bob.user());
        bob.join(room);
        assertThat(bob.ping(room, trial.bot()).colour()).isZero();
    }

    @Test
    void row18ReadsWhatWasWrittenWhileItWasDown(ExistingServer server) {
        Person alice = server.person("alice");
        String room = server.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, server.bot());
        server.lotus().kill();
        List<String> written = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            alice.discardSession(room);
            written.add(alice.text(room, "!ping " + n));
        }
        server.lotus().up();
        for (String trigger : written) {
            alice.seen(room, Wanted.pong(trigger).from(server.bot()));
        }
        assertThat(alice.pongs(room, server.bot()).answeredOtherThan(1, written)).isEmpty();
    }
}
