package org.lotusguild.lotus.matrix.send;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.Ticket;

/** A send queue over a fresh database and a scripted homeserver. */
abstract class SendQueueBed {
    @TempDir
    Path folder;

    SendBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new SendBench(folder);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    List<Ticket> sendAll(SendQueue queue, RoomId room, int count) {
        return numbers(count).stream()
                .map(text -> bench.send(queue, room, text))
                .toList();
    }

    static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
