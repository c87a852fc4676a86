package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.fake.Killer;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.store.Database;

/** The process dies before or after each single use of the database and of the network; the next one goes on. */
class SendQueueKillTest {
    private static final List<String> TEXTS = List.of("0", "1", "2");

    @TempDir
    Path folder;

    private final AtomicInteger rooms = new AtomicInteger();

    @Test
    void losesAndDoublesNothingWhereverItIsKilled() throws Exception {
        assertThat(points(true)).isGreaterThan(20);
    }

    @Test
    void theSameInAClearRoom() throws Exception {
        assertThat(points(false)).isGreaterThan(20);
    }

    private int points(boolean encrypted) throws Exception {
        try (SendBench bench = new SendBench(folder)) {
            int point = 0;
            while (killedAt(bench, point, encrypted)) {
                point++;
            }
            return point;
        }
    }

    /** @return false if the process ended before that point */
    private boolean killedAt(SendBench bench, int point, boolean encrypted) throws Exception {
        RoomId room = RoomId.parse("!room" + rooms.incrementAndGet());
        bench.rooms.join(room);
        if (encrypted) {
            bench.rooms.encrypt(room, Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
        }
        Killer killer = new Killer(point);
        runUntilKilled(bench, killer, room);
        try (SendQueue next = bench.queue()) {
            next.start();
            for (Ticket ticket : sendAll(next, room)) {
                assertThat(SendBench.end(ticket)).as("killed at %s", point).isInstanceOf(Ticket.Sent.class);
            }
        }
        assertThat(bench.texts(room)).as("killed at %s", point).isEqualTo(TEXTS);
        return killer.struck();
    }

    private static void runUntilKilled(SendBench bench, Killer killer, RoomId room) throws InterruptedException {
        Database database = killer.database(bench.database);
        ScriptedMachine machine = new ScriptedMachine(database::inTransaction);
        SendQueue queue = bench.queue(database, killer.http(new PlainCaller()), machine, true, SendQueue.Bounds.USUAL);
        List<Ticket> tickets = new ArrayList<>();
        try {
            queue.start();
            tickets.addAll(sendAll(queue, room));
        } catch (Killer.Killed dead) {
            // The caller is dead as well; the next process repeats its wish under the same keys.
        }
        awaitDeathOr(killer, tickets);
        queue.close();
    }

    private static List<Ticket> sendAll(SendQueue queue, RoomId room) {
        return TEXTS.stream()
                .map(text -> queue.send(
                        room,
                        "m.room.message",
                        SendBench.text(text),
                        SendOptions.interactive().key(room + text)))
                .toList();
    }

    private static void awaitDeathOr(Killer killer, List<Ticket> tickets) throws InterruptedException {
        for (int i = 0; i < 2_000 && !killer.struck(); i++) {
            boolean all = tickets.size() == TEXTS.size();
            for (Ticket ticket : tickets) {
                all &= !(ticket.await(Duration.ofMillis(5)) instanceof Ticket.Pending);
            }
            if (all) {
                return;
            }
        }
        assertThat(killer.struck()).isTrue();
    }
}
