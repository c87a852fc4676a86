package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.http.GuardedHttp;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.webhooks.courier.Courier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of a process without the bot. They go through an account of the bridge's own, as soon as that is free: of several
 * processes on one database one has it, and the next takes over when it goes. Posts are taken meanwhile.
 */
final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final String PART = "webhooks";
    private static final Duration LIMIT = Duration.ofMillis(4_500);
    private static final Duration BROKEN_OFF = Duration.ofMillis(500);

    private final CourierWiring wiring;
    private final WebhooksWiring.Ground ground;
    private final Supplier<Map<String, RoomId>> rooms;
    private final AwaitedHomeserver homeserver;
    private final HomeserverProbe probe;
    private final StatusBoard board;
    private final RunningParts parts = new RunningParts(LIMIT);
    private volatile boolean closed;
    private final Thread thread = Thread.ofVirtual().name("bridge").unstarted(this::run);

    /** @param rooms of the guild by key, asked for when the deliveries begin */
    Bridge(
            CourierWiring wiring,
            WebhooksWiring.Ground ground,
            Supplier<Map<String, RoomId>> rooms,
            AwaitedHomeserver homeserver,
            HomeserverProbe probe,
            StatusBoard board) {
        this.wiring = wiring;
        this.ground = ground;
        this.rooms = rooms;
        this.homeserver = homeserver;
        this.probe = probe;
        this.board = board;
    }

    /** @param shared whether another process may have the account */
    void start(boolean shared) {
        if (shared) {
            board.part(
                    PART, () -> new Status.Part(PartState.READY, "takes posts; delivers when no other process does"));
        }
        thread.start();
    }

    private void run() {
        try {
            MatrixAccount voice = parts.keep("voice", homeserver.then(PART, this::voice));
            GuardedHttp strangers = parts.keep("pictures", CourierWiring.strangers());
            Courier courier = parts.keep(
                    "courier", homeserver.then(PART, () -> wiring.bridge(ground, voice, rooms.get(), strangers)));
            courier.start();
            board.part(PART, () -> state(voice, courier));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (closed) {
                return;
            }
            LOG.atError().setCause(e).log("nothing is delivered by this process; correct what is wrong and restart it");
            board.part(PART, () -> new Status.Part(PartState.FAILED, String.valueOf(e.getMessage())));
        }
    }

    private MatrixAccount voice() throws InterruptedException {
        probe.require();
        return wiring.voice();
    }

    private static Status.Part state(MatrixAccount voice, Courier courier) {
        AccountHealth health = voice.health();
        return health.state() == AccountHealth.State.RED
                ? new Status.Part(PartState.FAILED, health.why())
                : courier.trouble()
                        .map(why -> new Status.Part(PartState.DEGRADED, why))
                        .orElse(new Status.Part(PartState.READY, ""));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(BROKEN_OFF);
        parts.close();
    }
}
