package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows of the encryption test matrix that lean most on the database: run on SQLite and on PostgreSQL. */
@ExtendWith(SharedBed.class)
@Timeout(300)
abstract class MainRows {

    @Test
    void row1ReadsAndAnswersInAnEncryptedVersionTwelveRoomWithoutAShield(Bed bed) {
        Person alice = bed.person("alice");
        String room = bed.roomWithBot(alice, RoomWish.encrypted().version("12"));
        Seen answer = alice.ping(room, bed.bot());
        assertThat(answer.encrypted()).isTrue();
        assertThat(answer.colour()).isZero();
        assertThat(alice.undecryptable(room)).isEmpty();
    }

    @Test
    void row3KeepsDeviceAndKeysOverARestart(Bed bed) {
        Person alice = bed.person("alice");
        String room = bed.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, bed.bot());
        List<String> before = alice.devices(bed.bot());
        bed.lotus().stop();
        bed.lotus().up();
        Seen answer = alice.ping(room, bed.bot());
        assertThat(alice.devices(bed.bot())).isEqualTo(before);
        assertThat(answer.device()).isEqualTo(bed.status().botDevice());
        assertThat(answer.colour()).isZero();
    }

    @Test
    void row12RotatesByCount(Bed bed) {
        Person alice = bed.person("alice");
        String room = bed.roomWithBot(alice, RoomWish.encrypted().rotatingAfter(2));
        List<String> sessions = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            sessions.add(alice.ping(room, bed.bot()).session());
        }
        assertThat(sessions).doesNotContain("");
        assertThat(sessions.stream().distinct()).hasSize(3);
    }

    @Test
    void row12RotatesWhenAMemberLeaves(Bed bed) {
        Table table = Table.set(bed);
        Person alice = table.alice();
        String first = alice.ping(table.room(), bed.bot()).session();
        assertThat(alice.ping(table.room(), bed.bot()).session()).isEqualTo(first);
        table.raw().leave(table.room());
        String after = alice.ping(table.room(), bed.bot()).session();
        assertThat(after).isNotEmpty().isNotEqualTo(first);
    }

    @Test
    void row13ANewDeviceOfAMemberReadsTheNextMessage(Bed bed) {
        Person alice = bed.person("alice");
        String room = bed.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, bed.bot());
        String localpart = alice.user().substring(1).split(":", 2)[0];
        Person second = bed.oracle().login(bed.homeserver(), localpart, Oracle.PASSWORD);
        Seen answer = alice.ping(room, bed.bot());
        assertThat(second.seen(room, Wanted.event(answer.id())).body()).startsWith("Pong!");
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
