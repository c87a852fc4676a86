package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.send.SendBench.CLEAR;
import static org.lotusguild.lotus.matrix.send.SendBench.CRYPT;
import static org.lotusguild.lotus.matrix.send.SendBench.START;
import static org.lotusguild.lotus.matrix.send.SendBench.end;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.matrix.message.Relations;
import tools.jackson.databind.node.ObjectNode;

class SendQueueTest {
    @TempDir
    Path folder;

    private SendBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new SendBench(folder);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

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
    void failsARowForGoodAndGoesOn() throws Exception {
        bench.trouble(asked -> asked.text().contains("\"1\"")
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        try (SendQueue queue = bench.queue()) {
            queue.start();
            List<Ticket> tickets = sendAll(queue, CLEAR, 3);

            assertThat(end(tickets.get(1)))
                    .isInstanceOfSatisfying(
                            Ticket.Refused.class,
                            refused -> assertThat(refused.errcode()).isEqualTo("M_FORBIDDEN"));
            assertThat(end(tickets.get(2))).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(bench.texts(CLEAR)).containsExactly("0", "2");
    }

    @Test
    void losesNothingToAProxyThatAnswersInTheHomeserversPlace() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        bench.trouble(request -> asked.getAndIncrement() < 3
                ? Optional.of(Answer.page(asked.get() == 2 ? 401 : 403))
                : Optional.empty());
        try (SendQueue queue = bench.queue()) {
            queue.start();
            assertThat(end(bench.send(queue, CLEAR, "0"))).isInstanceOf(Ticket.Sent.class);
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
    void everySecondRequestLimitedLosesAndDoublesNothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        bench.trouble(
                request -> asked.getAndIncrement() % 2 == 0 ? Optional.of(Answer.limited(700)) : Optional.empty());
        try (SendQueue queue = bench.queue()) {
            queue.start();
            List<Ticket> tickets = new ArrayList<>(sendAll(queue, CLEAR, 20));
            tickets.addAll(sendAll(queue, CRYPT, 20));
            for (Ticket ticket : tickets) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
            }
        }

        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(20));
        assertThat(bench.texts(CRYPT)).isEqualTo(numbers(20));
        assertThat(asked.get()).isBetween(80, 82);
        assertThat(bench.metrics.text())
                .contains("lotus_matrix_send_total{outcome=\"sent\"} 40")
                .contains("lotus_matrix_send_total{outcome=\"limited\"} 40");
        assertThat(Duration.between(START, bench.now.get())).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void tenMinutesWithoutHomeserverKeepOrderAndAskSeldom() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        bench.trouble(request -> {
            boolean away = bench.now.get().isBefore(START.plus(Duration.ofMinutes(10)));
            asked.addAndGet(away ? 1 : 0);
            return away ? Optional.of(asked.get() % 2 == 0 ? new Answer.Silent() : Answer.page(502)) : Optional.empty();
        });
        try (SendQueue queue = bench.queue()) {
            queue.start();
            List<Ticket> tickets = new ArrayList<>(sendAll(queue, CLEAR, 30));
            tickets.addAll(sendAll(queue, CRYPT, 30));
            for (Ticket ticket : tickets) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
            }
        }

        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(30));
        assertThat(bench.texts(CRYPT)).isEqualTo(numbers(30));
        assertThat(asked.get()).isBetween(10, 150);
        assertThat(bench.timeline().getLast().at()).isBefore(START.plus(Duration.ofMinutes(11)));
    }

    @Test
    void withoutExemptionTenAtOnceAndThenOneInFiveSeconds() throws Exception {
        try (SendQueue queue = bench.queue(bench.machine(), false)) {
            queue.start();
            for (Ticket ticket : sendAll(queue, CLEAR, 13)) {
                end(ticket);
            }
        }
        assertThat(bench.timeline().stream()
                        .map(arrived -> Duration.between(START, arrived.at()).toSeconds())
                        .skip(8))
                .containsExactly(0L, 0L, 5L, 10L, 15L);
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
    void leavingWhileARequestIsOnItsWayHurtsNobody() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        bench.server.next("PUT", ".*/send/.*", new Answer.Held(release, Answer.error(403, "M_FORBIDDEN", "left")));
        try (SendQueue queue = bench.queue()) {
            queue.start();
            List<Ticket> tickets = sendAll(queue, CLEAR, 2);
            bench.server.await(asked -> asked.path().contains("/send/"));
            bench.database.run(tx -> queue.left(tx, CLEAR));
            release.countDown();
            for (Ticket ticket : tickets) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Dropped.class);
            }
            assertThat(end(bench.send(queue, CRYPT, "0"))).isInstanceOf(Ticket.Sent.class);
        }
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
    void givesUpOnARoomThatIsNoneOfOurs() throws Exception {
        try (SendQueue queue = bench.queue()) {
            queue.start();
            assertThat(end(bench.send(queue, RoomId.parse("!never"), "0")))
                    .isEqualTo(new Ticket.Dropped("not in the room"));
        }
        assertThat(bench.server.asked()).isEmpty();
    }

    @Test
    void aRoomThatIsNoneOfOursCostsTheOthersNoTime() throws Exception {
        try (SendQueue queue = bench.queue(bench.machine(), false)) {
            queue.start();
            for (Ticket ticket : sendAll(queue, RoomId.parse("!never"), 2)) {
                assertThat(end(ticket)).isEqualTo(new Ticket.Dropped("not in the room"));
            }
            Instant before = bench.now.get();
            for (Ticket ticket : sendAll(queue, CLEAR, 10)) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
            }
            assertThat(bench.now.get()).isEqualTo(before);
        }
    }

    @Test
    void aRowThatCannotBeReadIsDroppedAndTheRoomGoesOn() throws Exception {
        try (SendQueue queue = bench.queue()) {
            List<Ticket> tickets = sendAll(queue, CLEAR, 4);
            byte[] moved = bench.database
                    .read(tx -> tx.sql("select content from matrix_send where seq = 3")
                            .first(row -> row.bytes("content")))
                    .orElseThrow();
            bench.database.run(tx -> {
                tx.sql("update matrix_send set content = :other where seq = 1")
                        .bind("other", moved)
                        .update();
                tx.sql("update matrix_send set content = :short where seq = 2")
                        .bind("short", new byte[] {1, 2, 3})
                        .update();
            });
            queue.start();

            assertThat(end(tickets.get(3))).isInstanceOf(Ticket.Sent.class);
            assertThat(end(tickets.get(0))).isEqualTo(new Ticket.Dropped("the stored event cannot be read any more"));
            assertThat(end(tickets.get(1))).isInstanceOf(Ticket.Dropped.class);
        }
        assertThat(bench.texts(CLEAR)).containsExactly("2", "3");
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

    @Test
    void refusesBeyondItsBoundsAndTakesAgainWhenThereIsRoom() throws Exception {
        SendQueue.Bounds small = new SendQueue.Bounds(3, 5);
        try (SendQueue queue = bench.queue(bench.database, new PlainCaller(), bench.machine(), true, small)) {
            List<Ticket> tickets = sendAll(queue, CLEAR, 3);
            assertThatThrownBy(() -> bench.send(queue, CLEAR, "3")).isInstanceOf(QueueFull.class);
            sendAll(queue, CRYPT, 2);
            assertThatThrownBy(() -> bench.send(queue, CRYPT, "2")).isInstanceOf(QueueFull.class);
            assertThat(bench.metrics.text()).contains("lotus_matrix_send_total{outcome=\"queue_full\"} 2");
            assertThat(queue.waiting()).isEqualTo(5);

            queue.start();
            end(tickets.getLast());
            assertThat(end(bench.send(queue, CLEAR, "3"))).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(4));
    }

    @Test
    void aDeadTokenStopsTheAccountAndKeepsTheRows() throws Exception {
        bench.trouble(request -> Optional.of(Answer.error(401, "M_UNKNOWN_TOKEN", "gone")));
        try (SendQueue queue = bench.queue()) {
            Ticket ticket = sendAll(queue, CLEAR, 3).getFirst();
            queue.start();
            bench.server.await(asked -> asked.path().contains("/send/"));
            assertThat(ticket.await(Duration.ZERO)).isEqualTo(new Ticket.Pending());
            while (queue.stopped().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(queue.stopped().orElseThrow()).contains("token").contains("log in again");
        }
        assertThat(bench.server.asked()).hasSize(1);
        bench.trouble(request -> Optional.empty());
        try (SendQueue queue = bench.queue()) {
            queue.start();
            end(bench.send(queue, CLEAR, "3"));
        }
        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(4));
    }

    @Test
    void closingLetsTheRequestOnItsWayEndAndKeepsTheRest() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        SendQueue queue = bench.queue();
        List<Ticket> tickets = sendAll(queue, CLEAR, 3);
        bench.trouble(request -> Optional.empty());
        bench.server.next("PUT", ".*/send/.*", new Answer.Held(release, Answer.json("{\"event_id\":\"$first\"}")));
        queue.start();
        bench.server.await(asked -> asked.path().contains("/send/"));
        Thread closing = Thread.ofVirtual().start(queue::close);
        assertThat(closing.join(Duration.ofMillis(50))).isFalse();
        release.countDown();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();

        assertThat(end(tickets.getFirst())).isEqualTo(new Ticket.Sent(EventId.parse("$first")));
        assertThat(tickets.get(1).await(Duration.ZERO)).isEqualTo(new Ticket.Pending());
        try (SendQueue next = bench.queue()) {
            next.start();
            end(bench.send(next, CLEAR, "3"));
        }
        assertThat(bench.texts(CLEAR)).containsExactly("1", "2", "3");
    }

    @Test
    void anotherDeviceEncryptsAnew() throws Exception {
        bench.trouble(request -> Optional.of(Answer.page(502)));
        try (SendQueue queue = bench.queue()) {
            queue.start();
            bench.send(queue, CRYPT, "0");
            bench.server.await(asked -> asked.path().contains("/send/"));
        }
        bench.trouble(request -> Optional.empty());
        bench.anotherDevice();
        ScriptedMachine machine = bench.machine();
        try (SendQueue queue = bench.queue(machine, true)) {
            queue.start();
            end(bench.send(queue, CRYPT, "1"));
        }
        assertThat(machine.encrypted()).isEqualTo(2);
        assertThat(bench.texts(CRYPT)).isEqualTo(numbers(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!clear", "!crypt"})
    void whatAnotherDeviceSentWithoutLearningOfItIsNotSentAgain(String name) throws Exception {
        RoomId room = RoomId.parse(name);
        bench.trouble(request -> {
            bench.taken(request);
            return Optional.of(Answer.page(502));
        });
        try (SendQueue queue = bench.queue()) {
            queue.start();
            bench.send(queue, room, "0");
            bench.server.await(asked -> asked.path().contains("/send/"));
        }
        bench.trouble(request -> Optional.empty());
        bench.anotherDevice();
        try (SendQueue queue = bench.queue()) {
            queue.start();
            assertThat(end(bench.send(queue, room, "1"))).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(bench.texts(room)).isEqualTo(numbers(2));
    }

    private Ticket edit(SendQueue queue, String text, EventId target) {
        return queue.send(
                CLEAR, "m.room.message", Relations.edit(SendBench.text(text), target), SendOptions.interactive());
    }

    private List<Ticket> sendAll(SendQueue queue, RoomId room, int count) {
        return numbers(count).stream()
                .map(text -> bench.send(queue, room, text))
                .toList();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
