package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;

/** What could not be decrypted. */
class UnreadableTest extends OnDispatchBed {
    @Test
    void saysOnceAnHourInADirectChatThatItCouldNotRead() throws InterruptedException {
        Listener bot = bed.bot();
        bot.on(
                new Incoming.Undecryptable(
                        bed.meta(DispatchBed.CHAT, DispatchBed.ALICE), Decrypted.Reason.UNKNOWN_SESSION),
                bed.ack());
        bot.on(
                new Incoming.Undecryptable(
                        bed.meta(DispatchBed.ROOM, DispatchBed.ALICE), Decrypted.Reason.UNKNOWN_SESSION),
                bed.ack());
        bed.patienceEnds(1);
        assertThat(bed.sender.bodies())
                .containsExactly("I could not read that: its key has not reached me. Please send it again.");
    }

    @Test
    void saysNothingOfWhatBecameReadableInTime() throws InterruptedException {
        Listener bot = bed.bot();
        EventMeta meta = bed.meta(DispatchBed.CHAT, DispatchBed.ALICE);
        bot.on(new Incoming.Undecryptable(meta, Decrypted.Reason.UNKNOWN_SESSION), bed.ack());
        bot.on(new Incoming.Message(meta, "m.text", "hello", Optional.empty(), Set.of(), Json.object()), bed.ack());
        bed.patienceEnds(1);
        assertThat(bed.sender.sent()).isEmpty();
    }

    @Test
    void saysItAgainAfterAnHour() throws InterruptedException {
        Listener bot = bed.bot();
        for (int minutes : new int[] {0, 59, 2}) {
            bed.clock.advance(Duration.ofMinutes(minutes));
            bot.on(
                    new Incoming.Undecryptable(
                            bed.meta(DispatchBed.CHAT, DispatchBed.ALICE), Decrypted.Reason.UNKNOWN_SESSION),
                    bed.ack());
            bed.patienceEnds(1);
        }
        assertThat(bed.sender.bodies()).hasSize(2);
    }

    @Test
    void saysItInARoomWhereTheMessageAnsweredItsOwnWords() throws InterruptedException {
        Listener bot = bed.bot();
        bot.on(bed.said("!ping"), bed.ack());
        bed.sender.deliver();
        EventId ours = bed.sender.sent().getFirst().id();
        bot.on(
                new Incoming.Undecryptable(bed.inThread(EventId.parse("$theirs")), Decrypted.Reason.UNKNOWN_SESSION),
                bed.ack());
        bed.patienceEnds(1);
        assertThat(bed.sender.bodies()).hasSize(1);
        bot.on(new Incoming.Undecryptable(bed.inThread(ours), Decrypted.Reason.UNKNOWN_SESSION), bed.ack());
        bed.patienceEnds(1);
        assertThat(bed.sender.bodies()).hasSize(2).last().asString().startsWith("I could not read that:");
    }

    @Test
    void saysWhatHelpsWhenAClientKeepsItsKeyAndNothingOfWhatWasRefused() throws InterruptedException {
        Listener bot = bed.bot();
        bot.on(
                new Incoming.Undecryptable(bed.meta(DispatchBed.CHAT, DispatchBed.ALICE), Decrypted.Reason.REPLAYED),
                bed.ack());
        bot.on(
                new Incoming.Undecryptable(
                        bed.meta(DispatchBed.CHAT, DispatchBed.ALICE), Decrypted.Reason.WITHHELD_UNVERIFIED),
                bed.ack());
        bot.on(
                new Incoming.Undecryptable(
                        bed.meta(DispatchBed.CHAT, DispatchBed.ALICE), Decrypted.Reason.WITHHELD_UNVERIFIED),
                bed.ack());
        bed.patienceEnds(2);
        assertThat(bed.sender.bodies())
                .singleElement()
                .asString()
                .contains("keeps its key from me", "send the message again");
    }
}
