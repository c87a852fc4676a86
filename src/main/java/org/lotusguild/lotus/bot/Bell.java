package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings alarms: asks the feature what is to be said now, and keeps at it until the database has it. */
final class Bell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);
    private static final Duration AFTER_DEFECT = Duration.ofMinutes(1);
    private static final Duration WHILE_FULL = Duration.ofSeconds(5);
    private static final Duration PREPARED = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final int MOST_RINGING = 64;

    private final Pending pending;
    private final Features features;
    private final Answers answers;
    private final AlarmStore alarms;
    private final Database db;
    private final Clock clock;
    private final Pause pause;
    /** Alarms do not wait for one another: one may have to ask a slow homeserver first. */
    private final Set<Thread> ringing = ConcurrentHashMap.newKeySet();
    /** Whether the last that came could not be stored. */
    private volatile boolean stuck;

    Bell(UserId account, Pending pending, Features features, Answers answers, Kit kit) {
        this.pending = pending;
        this.features = features;
        this.answers = answers;
        this.alarms = new AlarmStore(account);
        this.db = kit.database();
        this.clock = kit.clock();
        this.pause = kit.pause();
    }

    /** Takes over what an earlier process promised. */
    void resume(Tx tx) {
        alarms.all(tx).forEach(pending::alarm);
    }

    /** Begins with what has come, each on a thread of its own. */
    void ring() {
        for (AlarmStore.Alarm alarm : pending.due(clock.instant(), MOST_RINGING - ringing.size())) {
            pending.rung(alarm);
            Thread ring = Thread.ofVirtual().name("bot-alarm").unstarted(() -> ring(alarm));
            ringing.add(ring);
            ring.start();
        }
    }

    /** Waits until those are done. */
    void await() throws InterruptedException {
        for (Thread alarm : ringing) {
            alarm.join();
        }
    }

    /** If we are asked to stop meanwhile, its row rings again after the next start. */
    private void ring(AlarmStore.Alarm alarm) {
        try {
            prepare(alarm);
            for (Duration wait = rung(alarm); wait.isPositive(); wait = rung(alarm)) {
                pause.take(wait);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            ringing.remove(Thread.currentThread());
        }
    }

    private void prepare(AlarmStore.Alarm alarm) throws InterruptedException {
        FutureTask<Boolean> run =
                new FutureTask<>(() -> features.before(alarm.bind(), alarm.at(), clock.instant()), true);
        Thread preparing = Thread.ofVirtual().name("bot-alarm-before").start(run);
        try {
            run.get(PREPARED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            preparing.interrupt();
            LOG.atWarn()
                    .addKeyValue("kind", alarm.bind().kind())
                    .addKeyValue("key", alarm.bind().key())
                    .addKeyValue(
                            "why",
                            e.getCause() == null
                                    ? "took too long"
                                    : e.getCause().toString())
                    .log("the homeserver could not be asked before something was due");
        } catch (InterruptedException e) {
            preparing.interrupt();
            throw e;
        }
    }

    /** How long until it must be tried again; none if nothing is left to do. */
    private Duration rung(AlarmStore.Alarm alarm) {
        try {
            db.run(tx -> {
                if (alarms.take(tx, alarm)) {
                    Reply reply = features.due(tx, alarm.bind(), alarm.at(), clock.instant());
                    answers.put(tx, key(alarm), reply);
                } else {
                    goOn(tx, alarm.bind());
                }
            });
            stuck = false;
            return Duration.ZERO;
        } catch (RuntimeException e) {
            if (e instanceof StoreException store && store.mayPass()) {
                late(alarm, e);
                return WHILE_FULL;
            }
            Features.failed(alarm.bind(), e);
            return putOff(alarm);
        }
    }

    /** A commit that was reported as failed may have set the next time after all, and nobody heard of it. */
    private void goOn(Tx tx, Reply.Bind bind) {
        alarms.of(tx, bind).ifPresent(stored -> tx.afterCommit(() -> pending.found(stored)));
    }

    private Duration putOff(AlarmStore.Alarm alarm) {
        Reply.Wake again = new Reply.Wake(alarm.bind(), clock.instant().plus(AFTER_DEFECT));
        try {
            db.run(tx -> answers.put(tx, key(alarm), again));
            return Duration.ZERO;
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.LEASE_LOST) {
                return Duration.ZERO; // whoever has the account now rings it
            }
            late(alarm, e);
            return AFTER_DEFECT;
        }
    }

    private void late(AlarmStore.Alarm alarm, RuntimeException why) {
        if (!stuck) {
            LOG.atWarn()
                    .addKeyValue("kind", alarm.bind().kind())
                    .addKeyValue("key", alarm.bind().key())
                    .addKeyValue("why", why.getMessage())
                    .log("what is due could not be stored now; it is tried until it is");
        }
        stuck = true;
    }

    private static String key(AlarmStore.Alarm alarm) {
        return "alarm/%s/%s/%d"
                .formatted(alarm.bind().kind(), alarm.bind().key(), alarm.at().toEpochMilli());
    }

    @Override
    public void close() throws InterruptedException {
        ringing.forEach(Thread::interrupt);
        for (Thread alarm : ringing) {
            alarm.join(STOP);
        }
    }
}
