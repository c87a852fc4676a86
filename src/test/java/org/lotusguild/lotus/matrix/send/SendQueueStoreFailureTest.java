package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.fake.FailingDatabase;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.store.StoreException;

/** The database fails once, after each single statement from the caller's wish to the row's end; the process goes on. */
class SendQueueStoreFailureTest {
    @TempDir
    Path folder;

    @Test
    void oneEventAndOneCiphertextWhateverStatementFails() throws Exception {
        try (SendBench bench = new SendBench(folder)) {
            int statements = 0;
            while (failsAfter(bench, statements + 1)) {
                statements++;
            }
            assertThat(statements).as("statements of a message").isGreaterThan(8);
        }
    }

    /** @return false if the message needed fewer statements */
    private static boolean failsAfter(SendBench bench, int statements) throws Exception {
        RoomId room = RoomId.parse("!room" + statements);
        bench.rooms.join(room);
        bench.rooms.encrypt(room, Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
        FailingDatabase database = new FailingDatabase(bench.database);
        ScriptedMachine machine = new ScriptedMachine(database::inTransaction);
        try (SendQueue queue = bench.queue(database, new PlainCaller(), machine, true, SendQueue.Bounds.USUAL)) {
            queue.start();
            database.failAfter(statements);
            assertThat(SendBench.end(sentStubbornly(queue, room)))
                    .as("failed after %s", statements)
                    .isInstanceOf(Ticket.Sent.class);
        }
        assertThat(bench.texts(room)).as("failed after %s", statements).containsExactly("once");
        assertThat(wire(bench, room)).as("failed after %s", statements).hasSize(1);
        return database.hasFailed();
    }

    /** As a caller does who was told that nothing was stored: with the same key again. */
    private static Ticket sentStubbornly(SendQueue queue, RoomId room) {
        try {
            return sent(queue, room);
        } catch (StoreException refused) {
            return sent(queue, room);
        }
    }

    private static Ticket sent(SendQueue queue, RoomId room) {
        return queue.send(
                room,
                "m.room.message",
                SendBench.text("once"),
                SendOptions.interactive().key(room.value()));
    }

    /** The different transaction ids and bodies that were put on the wire for the room. */
    private static List<String> wire(SendBench bench, RoomId room) {
        return bench.server.asked().stream()
                .filter(asked -> asked.path().contains(room.value().substring(1) + "/send/"))
                .map(SendQueueStoreFailureTest::line)
                .distinct()
                .toList();
    }

    private static String line(Asked asked) {
        return asked.path() + " " + asked.text();
    }
}
