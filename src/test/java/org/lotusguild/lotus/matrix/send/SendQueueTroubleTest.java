package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.send.SendBench.CLEAR;
import static org.lotusguild.lotus.matrix.send.SendBench.CRYPT;
import static org.lotusguild.lotus.matrix.send.SendBench.START;
import static org.lotusguild.lotus.matrix.send.SendBench.end;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;

/** A homeserver that is away, slow or refuses, rooms that are none of ours, rows that cannot be sent. */
class SendQueueTroubleTest extends SendQueueBed {
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
    void everySecondRequestLimitedLosesAndDoublesNothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        bench.trouble(
                request -> asked.getAndIncrement() % 2 == 0 ? Optional.of(Answer.limited(700)) : Optional.empty());
        HeardLog log = new HeardLog(Level.INFO);
        try (log;
                SendQueue queue = bench.queue()) {
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
        assertThat(log.lines("not sent yet; waiting")).hasSize(40).allMatch(line -> line.contains("wait_ms=\"700\""));
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
            Await.until(() -> queue.stopped().isPresent());
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

    @ParameterizedTest
    @EnumSource(
            value = HttpFailure.Kind.class,
            names = {"TIMEOUT", "BROKEN"})
    void aRoomWhoseMembersCannotBeReadHoldsUpNoOther(HttpFailure.Kind kind) throws Exception {
        bench.rooms.membersFail(CRYPT, Optional.of(new HttpFailure(kind, "made to fail", null)));
        CountDownLatch paused = new CountDownLatch(1);
        bench.onPause(paused::countDown);
        HeardLog log = new HeardLog(Level.INFO);
        try (log;
                SendQueue queue = bench.queue()) {
            queue.start();
            Ticket waits = bench.send(queue, CRYPT, "0");
            assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
            for (Ticket sent : sendAll(queue, CLEAR, 3)) {
                assertThat(end(sent)).isInstanceOf(Ticket.Sent.class);
            }
            bench.rooms.membersFail(CRYPT, Optional.empty());
            assertThat(end(waits)).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(log.lines("not sent yet"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("room").doesNotContain("account"));
    }

    @Test
    void aRoomWithMoreMembersThanCanBeReadIsRefused() throws Exception {
        HttpFailure large = new HttpFailure(HttpFailure.Kind.TOO_LARGE, "larger than 32 MiB", null);
        bench.rooms.membersFail(CRYPT, Optional.of(large));
        try (SendQueue queue = bench.queue()) {
            queue.start();
            assertThat(end(bench.send(queue, CRYPT, "0")))
                    .isInstanceOfSatisfying(
                            Ticket.Refused.class,
                            refused -> assertThat(refused.why())
                                    .contains("members and devices are more than can be read"));
        }
    }

    @Test
    void waitsUntilSyncShowsTheEncryptionThatWeSwitchedOn() throws Exception {
        AtomicInteger pauses = new AtomicInteger();
        bench.rooms.encryptedUnseen(CLEAR);
        bench.onPause(() -> {
            if (pauses.incrementAndGet() == 3) {
                bench.rooms.encrypt(CLEAR, Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
            }
        });
        try (SendQueue queue = bench.queue()) {
            queue.start();
            assertThat(end(bench.send(queue, CLEAR, "0"))).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(pauses).hasValueGreaterThanOrEqualTo(3);
        assertThat(bench.timeline()).extracting(SendBench.Arrived::type).containsExactly("m.room.encrypted");
    }
}
