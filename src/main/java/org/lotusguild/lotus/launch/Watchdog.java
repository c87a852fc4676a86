package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.NotifySocket;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the program lives, twice as often as its unit wants to hear it ({@code WatchdogSec=}). Who hangs tells
 * nothing, and is started anew.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration ENDING = Duration.ofSeconds(1);

    /** Where it is told. */
    interface Listener {
        void tell(String state) throws IOException;
    }

    private final Duration every;
    private final Listener systemd;
    private final World world;
    private final BooleanSupplier answers;
    private final Thread thread = Thread.ofVirtual().name("watchdog").unstarted(this::run);
    private boolean answered;

    Watchdog(Duration every, Listener systemd, World world, BooleanSupplier answers) {
        this.every = every;
        this.systemd = systemd;
        this.world = world;
        this.answers = answers;
    }

    /**
     * One that watches the internal listener of this process; empty where nobody wants to hear of it.
     *
     * @param internal is asked for {@code /health/live}
     */
    static Optional<Watchdog> of(World world, HostPort internal) {
        HttpCall live = HttpCall.of("GET", URI.create("http://" + internal + "/health/live"))
                .timeout(ANSWER);
        BooleanSupplier answers = () -> {
            try {
                return world.http().send(live).ok();
            } catch (HttpFailure e) {
                return false;
            }
        };
        return NotifySocket.of(world.environment())
                .flatMap(socket -> wanted(
                                world.environment(), ProcessHandle.current().pid())
                        .map(time -> new Watchdog(time.dividedBy(2), socket::tell, world, answers)));
    }

    /** What the unit wants of this process, not of one that started it. */
    static Optional<Duration> wanted(Environment environment, long pid) {
        boolean ours = environment
                .variable("WATCHDOG_PID")
                .map(Long.toString(pid)::equals)
                .orElse(true);
        return environment
                .variable("WATCHDOG_USEC")
                .filter(time -> ours && time.matches("[1-9]\\d{0,15}"))
                .map(time -> Duration.ofNanos(Math.multiplyExact(Long.parseLong(time), 1000L)));
    }

    Watchdog start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (true) {
                if (lives()) {
                    tell();
                }
                world.pause().take(every);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the listener is there, the start may take its time. */
    private boolean lives() {
        boolean now = answers.getAsBoolean();
        answered |= now;
        return now || !answered;
    }

    private void tell() {
        try {
            systemd.tell("WATCHDOG=1");
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("systemd does not hear that Lotus lives");
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(ENDING);
    }
}
