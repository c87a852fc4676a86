package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.send.SendBench.CLEAR;
import static org.lotusguild.lotus.matrix.send.SendBench.CRYPT;
import static org.lotusguild.lotus.matrix.send.SendBench.end;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.matrix.message.Relations;
import tools.jackson.databind.node.ObjectNode;

class SendQueueTest extends SendQueueBed {
    @Test
    void sendsInOrderAndTellsTheEventId() throws Exception {
        try (SendQueue queue = bench.queue()) {
            queue.start();
            List<Ticket> tickets = sendAll(queue, CLEAR, 20);

            for (Ticket ticket : tickets) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
            }
            assertThat(end(tickets.getFirst())).isEqualTo(new Ticket.Sent(EventId.parse("$event1")));
        }
        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(20));
    }

    @Test
    void keepsRowsUntilItIsStartedAndThenWhatAnEarlierProcessLeft() throws Exception {
        try (SendQueue first = bench.queue()) {
            sendAll(first, CLEAR, 3);
        }
        assertThat(bench.timeline()).isEmpty();

        try (SendQueue second = bench.queue()) {
            second.start();
            end(bench.send(second, CLEAR, "3"));
        }
        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(4));
    }

    @Test
    void storesNothingOfATransactionThatIsRolledBack() throws Exception {
        try (SendQueue queue = bench.queue()) {
            queue.start();
            List<Ticket> tickets = new ArrayList<>();
            assertThatThrownBy(() -> bench.database.run(tx -> {
                        tickets.add(queue.enqueue(
                                tx, CLEAR, "m.room.message", SendBench.text("no"), SendOptions.interactive()));
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            end(bench.send(queue, CLEAR, "yes"));

            assertThat(end(tickets.getFirst())).isInstanceOf(Ticket.Dropped.class);
        }
        assertThat(bench.texts(CLEAR)).containsExactly("yes");
    }

    @Test
    void encryptsAtTheHeadAfterSharingTheKeyAndKeepsReactionsReadable() throws Exception {
        ScriptedMachine machine = bench.machine();
        machine.onShare(
                policy -> List.of(new Outgoing.ToDevice(new RequestId("k"), "m.room.encrypted", Json.object())));
        try (SendQueue queue = bench.queue(machine, true)) {
            queue.start();
            bench.send(queue, CRYPT, "hidden");
            end(queue.send(
                    CRYPT, "m.reaction", Relations.reaction(EventId.parse("$e"), "✅"), SendOptions.interactive()));
        }

        assertThat(bench.timeline().stream().map(SendBench.Arrived::type))
                .containsExactly("m.room.encrypted", "m.reaction");
        assertThat(bench.texts(CRYPT).getFirst()).isEqualTo("hidden");
        assertThat(machine.told()).containsExactly("track []", "share", "sent k");
    }

    @Test
    void takesAReactionThatStandsThereAlreadyForSent() throws Exception {
        bench.trouble(
                asked -> Optional.of(Answer.error(400, "M_DUPLICATE_ANNOTATION", "Can't send same reaction twice")));
        bench.server.on("GET", "/_matrix/client/v1/rooms/.*/relations/.*/m.annotation", Answer.json("""
                {"chunk": [
                  {"event_id": "$theirs", "sender": "@alice:example.org",
                   "content": {"m.relates_to": {"event_id": "$e", "key": "✅"}}},
                  {"event_id": "$other", "sender": "%1$s", "content": {"m.relates_to": {"event_id": "$e", "key": "👍"}}},
                  {"event_id": "$ours", "sender": "%1$s", "content": {"m.relates_to": {"event_id": "$e", "key": "✅"}}}]}""".formatted(
                        ScriptedMachine.USER)));
        try (SendQueue queue = bench.queue()) {
            queue.start();
            assertThat(end(queue.send(
                            CLEAR,
                            "m.reaction",
                            Relations.reaction(EventId.parse("$e"), "✅"),
                            SendOptions.interactive())))
                    .isEqualTo(new Ticket.Sent(EventId.parse("$ours")));
            assertThat(end(queue.send(
                            CLEAR,
                            "m.reaction",
                            Relations.reaction(EventId.parse("$e"), "🎉"),
                            SendOptions.interactive())))
                    .isInstanceOf(Ticket.Refused.class);
        }
    }

    @Test
    void takesAnEventsWordsAwayInAnEncryptedRoom() throws Exception {
        bench.server.on("PUT", "/_matrix/client/v3/rooms/.*/redact/.*", Answer.json("{\"event_id\":\"$gone\"}"));
        try (SendQueue queue = bench.queue(bench.machine(), true)) {
            queue.start();
            ObjectNode whole = Relations.redaction(EventId.parse("$e")).put("reason", "a mistake");
            assertThat(end(queue.send(CRYPT, "m.room.redaction", whole, SendOptions.interactive())))
                    .isEqualTo(new Ticket.Sent(EventId.parse("$gone")));
            assertThat(end(queue.send(CRYPT, "m.room.redaction", Json.object(), SendOptions.interactive())))
                    .isInstanceOf(Ticket.Refused.class);
        }
        Asked redaction = bench.server
                .asked("PUT", "/_matrix/client/v3/rooms/[^/]*/redact/%24e/.*")
                .getFirst();
        assertThat(redaction.json().path("reason").stringValue()).isEqualTo("a mistake");
        assertThat(bench.timeline()).isEmpty();
    }

    @Test
    void neverKeepsWordsReadableInTheDatabase() throws Exception {
        try (SendQueue queue = bench.queue()) {
            bench.send(queue, CRYPT, "a very secret sentence");
        }
        bench.close();

        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("secret sentence");
            }
        }
    }

    @Test
    void refusesToSendWhereTheRoomIsEncryptedInAnUnknownWay() throws Exception {
        ScriptedMachine machine = bench.machine();
        machine.refuse(new EncryptResult.Refused(EncryptResult.Reason.UNKNOWN_ALGORITHM));
        try (SendQueue queue = bench.queue(machine, true)) {
            queue.start();
            assertThat(end(bench.send(queue, CRYPT, "x"))).isInstanceOf(Ticket.Refused.class);
        }
        assertThat(bench.timeline()).isEmpty();
    }

    @Test
    void aSecondEventWithTheSameKeyIsNotStoredAndAnswersTheFirst() throws Exception {
        SendOptions once = SendOptions.interactive().key("reply to $e");
        Ticket.Outcome first;
        try (SendQueue queue = bench.queue()) {
            Ticket waiting = queue.send(CLEAR, "m.room.message", SendBench.text("0"), once);
            Ticket again = queue.send(CLEAR, "m.room.message", SendBench.text("other"), once);
            queue.start();
            first = end(waiting);
            assertThat(end(again)).isEqualTo(first);
        }
        try (SendQueue later = bench.queue()) {
            later.start();
            assertThat(end(later.send(CLEAR, "m.room.message", SendBench.text("other"), once)))
                    .isEqualTo(first);
        }
        assertThat(first).isInstanceOf(Ticket.Sent.class);
        assertThat(bench.texts(CLEAR)).containsExactly("0");
    }

    @Test
    void knowsWhatItSentWithAKey() throws Exception {
        try (SendQueue queue = bench.queue()) {
            queue.start();
            end(queue.send(
                    CLEAR,
                    "m.room.message",
                    SendBench.text("0"),
                    SendOptions.interactive().key("k")));
            assertThat(bench.database.<Boolean>read(tx -> queue.hasSent(tx, EventId.parse("$event1"))))
                    .isTrue();
            assertThat(bench.database.<Boolean>read(tx -> queue.hasSent(tx, EventId.parse("$event2"))))
                    .isFalse();
        }
    }

    @Test
    void forgetsAKeyAfterAWeek() throws Exception {
        SendOptions once = SendOptions.interactive().key("k");
        try (SendQueue queue = bench.queue()) {
            queue.start();
            end(queue.send(CLEAR, "m.room.message", SendBench.text("0"), once));
            bench.now.updateAndGet(then -> then.plus(Duration.ofDays(8)));
            end(bench.send(queue, CLEAR, "1"));
            end(queue.send(CLEAR, "m.room.message", SendBench.text("2"), once));
        }
        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(3));
    }

    @Test
    void ofWaitingEditsOnlyTheLastIsSent() throws Exception {
        EventId target = EventId.parse("$target");
        try (SendQueue queue = bench.queue()) {
            Ticket first = edit(queue, "a", target);
            edit(queue, "other", EventId.parse("$elsewhere"));
            bench.send(queue, CLEAR, "between");
            Ticket second = edit(queue, "b", target);
            Ticket last = edit(queue, "c", target);
            queue.start();

            assertThat(end(last)).isInstanceOf(Ticket.Sent.class);
            assertThat(end(first)).isInstanceOf(Ticket.Dropped.class);
            assertThat(end(second)).isInstanceOf(Ticket.Dropped.class);
        }
        assertThat(bench.texts(CLEAR)).containsExactly("* other", "between", "* c");
    }

    @Test
    void dropsWhatWaitsForARoomThatWasLeft() throws Exception {
        try (SendQueue queue = bench.queue()) {
            List<Ticket> gone = sendAll(queue, CLEAR, 3);
            Ticket stays = bench.send(queue, CRYPT, "0");
            bench.database.run(tx -> queue.left(tx, CLEAR));
            queue.start();

            assertThat(end(gone.getLast())).isEqualTo(new Ticket.Dropped("not in the room"));
            assertThat(end(stays)).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(bench.texts(CLEAR)).isEmpty();
    }

    @Test
    void waitsForARoomThatSyncHasNotShownYet() throws Exception {
        RoomId fresh = RoomId.parse("!fresh");
        bench.onPause(() -> bench.rooms.join(fresh));
        try (SendQueue queue = bench.queue()) {
            queue.start();
            assertThat(end(bench.send(queue, fresh, "0"))).isInstanceOf(Ticket.Sent.class);
        }
    }

    @Test
    void dropsWhatIsTooOldToBeSaid() throws Exception {
        try (SendQueue queue = bench.queue()) {
            Ticket old = queue.send(
                    CLEAR,
                    "m.room.message",
                    SendBench.text("late"),
                    SendOptions.interactive().lifetime(Duration.ofMinutes(1)));
            bench.now.updateAndGet(then -> then.plusSeconds(61));
            queue.start();
            assertThat(end(old)).isInstanceOf(Ticket.Dropped.class);
        }
        assertThat(bench.server.asked()).isEmpty();
    }

    private Ticket edit(SendQueue queue, String text, EventId target) {
        return queue.send(
                CLEAR, "m.room.message", Relations.edit(SendBench.text(text), target), SendOptions.interactive());
    }
}
