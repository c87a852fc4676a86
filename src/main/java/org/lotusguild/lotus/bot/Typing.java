package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a room that an answer is being made, where that takes longer than a second. Nobody waits for it. */
final class Typing {
    private static final Logger LOG = LoggerFactory.getLogger(Typing.class);
    static final Duration PATIENCE = Duration.ofSeconds(1);
    static final Duration RENEWED = Duration.ofSeconds(20);
    private static final Duration SHOWN = Duration.ofSeconds(30);

    private final Rooms rooms;
    private final Duration patience;
    private final Duration renewed;

    Typing(Rooms rooms) {
        this(rooms, PATIENCE, RENEWED);
    }

    /**
     * @param patience after which it is shown
     * @param renewed after which it is shown again
     */
    Typing(Rooms rooms, Duration patience, Duration renewed) {
        this.rooms = rooms;
        this.patience = patience;
        this.renewed = renewed;
    }

    /** From now until it is closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    Watch begin(RoomId room) {
        CountDownLatch end = new CountDownLatch(1);
        Thread.ofVirtual().name("typing").start(() -> show(room, end));
        return end::countDown;
    }

    private void show(RoomId room, CountDownLatch end) {
        try {
            boolean shown = false;
            while (!end.await((shown ? renewed : patience).toMillis(), TimeUnit.MILLISECONDS)) {
                rooms.typing(room, SHOWN);
                shown = true;
            }
            if (shown) {
                rooms.typing(room, Duration.ZERO);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (MatrixException | HttpFailure e) {
            LOG.atDebug()
                    .addKeyValue("room", room)
                    .addKeyValue("why", e.getMessage())
                    .log("a typing notice was not taken");
        }
    }
}
