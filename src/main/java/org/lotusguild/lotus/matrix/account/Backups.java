package org.lotusguild.lotus.matrix.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.KeyBackup.Missing;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncOutcome.Released;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.BackupApi;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.keys.KeyTraffic;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings room keys to the backup and asks it for those that events wait for, beside sync. Its thread sleeps until the
 * machine has something for it.
 */
final class Backups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);
    private static final Duration LAST_WORK = Duration.ofSeconds(1);

    private final CryptoMachine machine;
    private final KeyTraffic traffic;
    private final BackupApi api;
    private final Consumer<Function<Step, List<Released>>> deliver;
    private final InstantSource clock;
    private final Pause pause;
    private final Backoff backoff;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean closed;
    private Optional<Thread> thread = Optional.empty();

    Backups(
            CryptoMachine machine,
            KeyTraffic traffic,
            MatrixApi api,
            Consumer<Function<Step, List<Released>>> deliver,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        this.machine = machine;
        this.traffic = traffic;
        this.api = api.once().backup();
        this.deliver = deliver;
        this.clock = clock;
        this.pause = pause;
        this.backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10), random);
    }

    void start() {
        thread = Optional.of(Thread.ofVirtual().name("backup " + machine.user()).start(this::run));
    }

    /** There may be something to do: looks at once. */
    void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed) {
                if (failures == 0) {
                    awaitWork();
                } else { // whoever wakes us now knows nothing of the failure
                    pause.take(backoff.ceiling(failures));
                }
                failures = work() ? 0 : failures + 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWork() throws InterruptedException {
        Duration sleep = machine.backupDue()
                .map(at -> Duration.between(clock.instant(), at))
                .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
        if (wakes.tryAcquire(Math.max(0, sleep.toMillis()), TimeUnit.MILLISECONDS)) {
            wakes.drainPermits();
        }
    }

    /** False if it failed and is to be tried again later. */
    private boolean work() throws InterruptedException {
        try {
            if (due()) {
                while (!closed && traffic.backUp()) {
                    LOG.atDebug().addKeyValue("account", machine.user()).log("room keys went to the backup");
                }
                fetch();
            }
            return true;
        } catch (MatrixException | HttpFailure | StoreException e) {
            if (!closed) {
                LOG.atWarn()
                        .addKeyValue("account", machine.user())
                        .addKeyValue("why", e.getMessage())
                        .log("the backup of room keys could not be reached now");
            }
            return false;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("account", machine.user())
                    .setCause(e)
                    .log("the backup of room keys failed; it is tried again");
            return false;
        }
    }

    private boolean due() {
        return machine.backupDue().filter(at -> !at.isAfter(clock.instant())).isPresent();
    }

    private void fetch() {
        List<Missing> missing = machine.step(step -> step.backup().missing());
        if (missing.isEmpty()) {
            return;
        }
        BackupKey key = machine.step(step -> step.backup().key()).orElseThrow();
        BackupReport report = machine.step(step -> step.backup().report());
        BackupReader reader = new BackupReader(deliver, report.version());
        try {
            for (Missing session : missing) {
                api.session(report.version().orElse(""), session.room(), session.sessionId())
                        .ifPresent(entry -> reader.closed(key, session.room().value(), session.sessionId(), entry));
            }
        } finally { // all of them have their next time already
            reader.done();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.ifPresent(Thread::interrupt);
        try {
            if (thread.isPresent()) {
                thread.get().join(LAST_WORK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
