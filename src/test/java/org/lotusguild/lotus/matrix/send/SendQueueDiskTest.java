package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.matrix.send.SendBench.CLEAR;
import static org.lotusguild.lotus.matrix.send.SendBench.CRYPT;
import static org.lotusguild.lotus.matrix.send.SendBench.end;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases;
import org.lotusguild.lotus.store.Tx;

/** When sending waits for the disk: before an event leaves it must be there; more often than that costs all who share the disk. */
class SendQueueDiskTest extends SendQueueBed {
    private final AtomicInteger waits = new AtomicInteger();
    /** How often the disk had been waited for when each event arrived. */
    private final List<Integer> whenItArrived = new CopyOnWriteArrayList<>();

    private final Database database = new Watched();

    /** The real one, with a count of the commits that wait for the disk. */
    private final class Watched implements Database {
        @Override
        public <T> T inTransaction(Function<Tx, T> body) {
            return bench.database.inTransaction(tx -> {
                tx.afterCommit(waits::incrementAndGet);
                return body.apply(tx);
            });
        }

        @Override
        public <T> T relaxed(Function<Tx, T> body) {
            return bench.database.relaxed(body);
        }

        @Override
        public <T> T read(Function<Tx, T> body) {
            return bench.database.read(body);
        }

        @Override
        public Leases leases() {
            return bench.database.leases();
        }

        @Override
        public void close() {}
    }

    /** Not started: what is put into it waits. */
    private SendQueue queue() {
        bench.trouble(asked -> {
            whenItArrived.add(waits.get());
            return Optional.empty();
        });
        ScriptedMachine machine = new ScriptedMachine(database::inTransaction);
        return bench.queue(database, new PlainCaller(), machine, true, SendQueue.Bounds.USUAL);
    }

    private static Ticket enqueued(SendQueue queue, Tx tx, RoomId room, String text) {
        return queue.enqueue(tx, room, "m.room.message", SendBench.text(text), SendOptions.interactive());
    }

    @Test
    void whatIsOnTheDiskLeavesWithoutWaitingForItAgain() throws Exception {
        try (SendQueue queue = queue()) {
            List<Ticket> tickets = database.inTransaction(tx -> numbers(3).stream()
                    .map(text -> enqueued(queue, tx, CLEAR, text))
                    .toList());
            queue.start();
            for (Ticket ticket : tickets) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
            }
        }
        assertThat(whenItArrived).containsExactly(1, 1, 1);
    }

    @Test
    void whatMayNotBeOnTheDiskWaitsForItBeforeItLeaves() throws Exception {
        try (SendQueue queue = queue()) {
            Ticket ticket = database.relaxed(tx -> enqueued(queue, tx, CLEAR, "0"));
            queue.start();
            assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(whenItArrived).containsExactly(1);
    }

    @Test
    void whatAnEarlierProcessStoredMayNotBeThere() throws Exception {
        try (SendQueue first = bench.queue()) {
            first.send(
                    CLEAR,
                    "m.room.message",
                    SendBench.text("0"),
                    SendOptions.interactive().key("k"));
        }
        try (SendQueue next = queue()) {
            Ticket ticket = bench.database.read(tx -> next.find(tx, "k")).orElseThrow();
            next.start();
            assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(whenItArrived).containsExactly(1);
    }

    /** Were it forgotten, another one would be made in its place, and both could arrive. */
    @Test
    void aCiphertextIsOnTheDiskBeforeItLeaves() throws Exception {
        try (SendQueue queue = queue()) {
            Ticket ticket = database.inTransaction(tx -> enqueued(queue, tx, CRYPT, "0"));
            queue.start();
            assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
        }
        assertThat(whenItArrived).hasSize(1).allMatch(count -> count > 1);
    }

    /** The machine lost its power after the homeserver had the event: the row is there, that it was tried is not. */
    @Test
    void aTryThatTheDiskForgotDoublesNothing() throws Exception {
        bench.trouble(asked -> {
            bench.taken(asked);
            return Optional.of(Answer.page(502));
        });
        try (SendQueue queue = bench.queue()) {
            queue.start();
            bench.send(queue, CLEAR, "0");
            bench.server.await(asked -> asked.path().contains("/send/"));
        }
        bench.database.run(tx -> tx.sql("update matrix_send set attempts = 0").update());
        bench.trouble(asked -> Optional.empty());
        try (SendQueue queue = bench.queue()) {
            queue.start();
            end(bench.send(queue, CLEAR, "1"));
        }
        assertThat(bench.texts(CLEAR)).isEqualTo(numbers(2));
    }
}
