package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of the encryption test matrix that need a homeserver, one test a row. In rows 4 to 6 a low-level device holds,
 * repeats and moves ciphertext by hand; that nothing was answered is judged after the bot has answered a later question.
 */
final class EncryptionRowsIT extends MainRows {
    @Test
    void row2IsCrossSignedAfterTheFirstStart(Bed bed) {
        Person alice = bed.person("alice");
        String room = bed.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, bed.bot());
        assertThat(bed.status().crossSigned()).isTrue();
        assertThat(alice.signedByOwner(bed.bot(), bed.status().botDevice())).isTrue();
    }

    @Test
    void row4WaitsForALateKeyAndActsIfTheMessageIsYoung(Bed bed) {
        Table table = Table.set(bed);
        int held = table.raw().hold(table.room());
        String late = table.raw().put(table.room(), table.raw().encrypt(table.room(), "!ping"));
        table.alice().ping(table.room(), bed.bot());
        assertThat(table.alice().pongs(table.room(), bed.bot()).answersTo(late)).isZero();
        table.raw().perform(held);
        table.pong(late, bed.bot());
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
    void row5ActsOnceOnAReplay(Bed bed) {
        Table table = Table.set(bed);
        table.raw().perform(table.raw().hold(table.room()));
        ObjectNode content = table.raw().encrypt(table.room(), "!ping");
        String first = table.raw().put(table.room(), content);
        table.pong(first, bed.bot());
        String again = table.raw().put(table.room(), content);
        table.pong(table.raw().text(table.room(), "!ping"), bed.bot());
        Tally tally = table.alice().pongs(table.room(), bed.bot());
        assertThat(tally.answersTo(first)).isEqualTo(1);
        assertThat(tally.answersTo(again)).isZero();
    }

    @Test
    void row6RefusesCiphertextMovedToAnotherRoom(Bed bed) {
        Table here = Table.set(bed);
        Table there = Table.set(here.alice(), here.raw(), bed.bot());
        here.raw().perform(here.raw().hold(here.room()));
        ObjectNode content = here.raw().encrypt(here.room(), "!ping");
        String moved = here.raw().put(there.room(), content);
        there.pong(here.raw().text(there.room(), "!ping"), bed.bot());
        assertThat(there.alice().pongs(there.room(), bed.bot()).answersTo(moved)).isZero();
        here.pong(here.raw().put(here.room(), content), bed.bot());
    }

    @Test
    void row10IsAcceptedByPeopleWhoExcludeInsecureDevices(Bed bed) {
        Person alice = bed.person("alice");
        alice.excludeInsecureDevices();
        String room = bed.roomWithBot(alice, RoomWish.encrypted());
        Seen answer = alice.ping(room, bed.bot());
        assertThat(answer.encrypted()).isTrue();
        assertThat(answer.colour()).isZero();
    }

    @Test
    void aMemberWhoJoinsLaterReadsTheNextAnswer(Bed bed) {
        Person alice = bed.person("alice");
        String room = bed.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, bed.bot());
        Person bob = bed.person("bob");
        alice.invite(room, bob.user());
        bob.join(room);
        assertThat(bob.ping(room, bed.bot()).colour()).isZero();
    }
}
