package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakVerdictTest {
    private static final String BOT = "@bot:example.org";
    private static final String BOB = "@bob:example.org";
    private static final Seat.Stay STAY = new Seat.Stay(100, 200);

    private static Entry read(String id, String sender, long sent, String replyTo) {
        return new Entry(id, sender, sent, replyTo, replyTo.isEmpty() ? "!ping" : "Pong!", "");
    }

    private static Entry unread(String id, String sender, long sent, String replyTo) {
        return new Entry(id, sender, sent, replyTo, "", "no key");
    }

    private static SoakVerdict verdict(Entry... entries) {
        List<Seat.Reading> readings = List.of(new Seat.Reading("carol", "!room", List.of(STAY), List.of(entries)));
        return new SoakVerdict(BOT, List.of(new SoakVerdict.Command("!room", "$command")), readings);
    }

    @Test
    void findsNothingWhereEachCommandHasOneAnswer() {
        assertThat(verdict(read("$command", BOB, 150, ""), read("$answer", BOT, 151, "$command")).failures()).isEmpty();
    }

    @Test
    void blamesWhatADeviceCouldNotReadWhileItWasThere() {
        SoakVerdict verdict = verdict(
                unread("$before", BOB, 99, ""), unread("$there", BOB, 100, ""), unread("$after", BOB, 201, ""));
        assertThat(verdict.undecryptable()).singleElement().asString().contains("$there", "carol", "no key");
    }

    @Test
    void blamesAnAnswerOnlyIfTheDeviceWasThereAtTheQuestion() {
        Entry early = read("$early", BOB, 99, "");
        Entry command = read("$command", BOB, 101, "");
        SoakVerdict verdict = verdict(
                early, command, unread("$one", BOT, 150, "$early"), unread("$two", BOT, 151, "$command"));
        assertThat(verdict.undecryptable()).singleElement().asString().contains("$two");
    }

    @Test
    void findsWhatWasLostAndWhatWasAnsweredTwice() {
        SoakVerdict verdict = verdict(read("$other", BOB, 150, ""), read("$1", BOT, 151, "$other"), unread("$2", BOT, 152, "$other"));
        assertThat(verdict.lost()).singleElement().asString().contains("$command");
        assertThat(verdict.doubled()).singleElement().asString().contains("$other", "$1", "$2");
    }

    @Test
    void hearsTheBotComplain() {
        Entry complaint = new Entry("$c", BOT, 150, "", "I could not read that", "");
        assertThat(verdict(complaint).complaints()).singleElement().asString().contains("$c");
    }

    @Test
    void takesAHomeserverThatWasAwayForAnAnswer() {
        Entry away = new Entry("$c", BOT, 150, "$command", "ping: the homeserver does not answer. Try again in a minute.", "");
        assertThat(verdict(away).failures()).isEmpty();
    }
}
