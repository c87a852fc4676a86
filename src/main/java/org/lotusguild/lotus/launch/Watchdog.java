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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the program lives, several times as often as its unit wants to hear it ({@code WatchdogSec=}): one answer
 * that is late, or one word that is lost, costs nothing. Who hangs tells nothing, and is started anew.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** How many times it is told while the unit waits for one. */
    private static final int TIMES = 6;

    private static final Duration ENDING = Duration.ofSeconds(1);

    /** Where it is told. */
    interface Listener {
        void tell(String state) throws IOException;
    }

    private final Duration every;
    private final Listener systemd;
    private final World world;
    /** Not a virtual one: those wait for their turn where the others are at work. */
    private final Thread thread = Thread.ofPlatform().daemon().name("watchdog").unstarted(this::run);

    private volatile BooleanSupplier answers = () -> false;
    private boolean answered;

    /** @param wanted after which silence systemd ends the program */
    Watchdog(Duration wanted, Listener systemd, World world) {
        this.every = wanted.dividedBy(TIMES);
        this.systemd = systemd;
        this.world = world;
    }

    /** One that tells of this process; empty where nobody wants to hear of it. */
    static Optional<Watchdog> of(World world) {
        return NotifySocket.of(world.environment())
                .flatMap(socket -> wanted(
                                world.environment(), ProcessHandle.current().pid())
                        .map(time -> new Watchdog(time, socket::tell, world)));
    }

    /** @param internal the listener of this process, which is asked for {@code /health/live} from now on */
    void watch(HostPort internal) {
        HttpCall live = HttpCall.of("GET", URI.create("http://" + internal + "/health/live"))
                .timeout(ANSWER);
        watch(() -> world.http().send(live).ok());
    }

    void watch(BooleanSupplier program) {
        answers = program;
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
        boolean now = answersNow();
        answered |= now;
        return now || !answered;
    }

    private boolean answersNow() {
        try {
            return answers.getAsBoolean();
        } catch (RuntimeException e) {
            return false; // whatever it was: the next one may be an answer
        }
    }

    private void tell() {
        try {
            systemd.tell("WATCHDOG=1");
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("systemd does not hear that Lotus lives");
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(ENDING);
    }
}
