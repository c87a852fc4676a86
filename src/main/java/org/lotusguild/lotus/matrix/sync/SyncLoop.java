package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncOutcome.Released;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks, commits the answer, sends what the crypto machine wants sent, asks again. One answer is one transaction; the next
 * request goes out only after the commit.
 */
public final class SyncLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
    private static final Duration HOLD = Duration.ofSeconds(30);
    /** So long an account that only writes may be without news, at rest and when it writes. */
    private static final Duration REST = Duration.ofHours(1);

    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final Duration NEWS = Duration.ofSeconds(30);
    /**
     * So long the answers to what sync brought go first: the homeserver weighs one request after another, and the next sync request
     * would hold up what somebody waits for. Many answers at once then make fewer requests, with more in each.
     */
    private static final Duration ANSWERS_FIRST = Duration.ofMillis(100);

    /** So long rooms that are being made go first: sync then shows them whole, and many in one answer instead of pieces in many. */
    private static final Duration ROOMS_FIRST = Duration.ofMillis(300);

    /** Somebody waits for news that the last answer did not bring. */
    private static final Duration SHORT_HOLD = Duration.ofSeconds(2);

    /**
     * What the loop works with.
     *
     * @param courier sends what the machine has stored for the homeserver
     * @param afterAnswer runs after each committed answer; what the machine has stored goes with it
     * @param outbox where the listener's answers go
     * @param directInvites is told the inviter and the room of a direct chat that we are about to join
     * @param stopped is told once why the account must not go on
     */
    public record Parts(
            UserId self,
            MatrixApi api,
            Database database,
            CryptoMachine machine,
            Vault vault,
            KeyCourier courier,
            AfterAnswer afterAnswer,
            RoomExits exits,
            Outbox outbox,
            Listener listener,
            IncomingParser parser,
            Figures figures,
            Skipped skipped,
            InvitePolicy invites,
            BiConsumer<UserId, RoomId> directInvites,
            Consumer<String> stopped,
            InstantSource clock,
            Pause pause,
            RandomGenerator random,
            Pace pace) {}

    private final Parts parts;
    private final PositionStore positions;
    private final GapFiller gaps;
    private final SyncStep step;
    private final Inbox inbox;
    private final Invites invites;
    private final SyncHealth health;
    private final Backoff backoff;
    private final Committed committed = new Committed();
    private final SyncTrouble trouble;
    private final Duration rest;
    private volatile boolean stopping;
    private volatile Optional<Thread> thread = Optional.empty();

    public SyncLoop(Parts parts) {
        this(parts, REST);
    }

    /** @param rest how long an account that only writes goes without asking */
    SyncLoop(Parts parts, Duration rest) {
        this.parts = parts;
        this.rest = rest;
        this.positions = new PositionStore(parts.self());
        this.gaps = new GapFiller(parts.self(), parts.api(), parts.database(), parts.clock(), parts.skipped());
        this.step =
                new SyncStep(parts.self(), parts.vault(), parts.clock(), parts.exits(), parts.pace(), parts.skipped());
        this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), parts.random());
        this.inbox = new Inbox(parts, backoff);
        this.invites = new Invites(
                parts.self(),
                parts.database(),
                parts.api(),
                parts.invites(),
                parts.directInvites(),
                parts.clock(),
                backoff);
        this.health = new SyncHealth(parts.clock(), parts.pace());
        this.trouble = new SyncTrouble(parts.database(), positions);
    }

    public SyncHealth health() {
        return health;
    }

    public Committed committed() {
        return committed;
    }

    /**
     * Delivers events whose key came by another way than sync.
     *
     * @param keys takes the keys in and answers the events that waited for them
     */
    public void release(Function<Step, List<Released>> keys) {
        inbox.wake(parts.machine().step(s -> step.release(s, keys.apply(s))));
    }

    /** Begins to ask, in the background, until {@link #close} or until the account is stopped for good. */
    public void start() {
        thread = Optional.of(Thread.ofVirtual()
                .name("sync " + parts.self())
                .uncaughtExceptionHandler((gone, why) -> died(why))
                .start(this::run));
    }

    /** Whether what is known is not older than a minute, if need be because the homeserver was asked. */
    public boolean fresh() throws InterruptedException {
        return parts.pace() == Pace.LISTENING
                || committed.await(
                        () -> health.stopped().isPresent() || health.sinceGood().compareTo(FRESH) <= 0, NEWS);
    }

    /** From now on the listener gets events, what waited first. */
    public void deliver() {
        inbox.start();
    }

    /** From now on the listener gets no events; waits so long for those that it has, which then go on. */
    public void hold(Duration patience) throws InterruptedException {
        inbox.hold(patience);
    }

    /** Ends the request in flight, then waits for listeners, so long in all. */
    public void close(Duration patience) throws InterruptedException {
        stopping = true;
        if (thread.isPresent()) {
            thread.get().interrupt();
            thread.get().join(patience.dividedBy(2));
        }
        invites.close();
        inbox.close(patience.dividedBy(2));
    }

    private void run() {
        // The first answer after a start or a failure is not waited for: health and listeners want to know soon.
        Duration hold = Duration.ZERO;
        int failures = 0;
        while (!stopping) {
            try {
                round(hold);
                failures = 0;
                hold = nextHold();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                hold = Duration.ZERO;
                failures++;
                Optional<String> end = trouble.endOf(e);
                if (end.isPresent()) {
                    stop(end.get());
                    return;
                }
                report(e);
                pause(trouble.wait(e, backoff.after(failures)), e);
            }
        }
    }

    /** Waits as long as nobody wants news; how long the homeserver may then hold the request. */
    private Duration nextHold() throws InterruptedException {
        if (parts.pace() == Pace.LISTENING) {
            return HOLD;
        }
        if (committed.awaitWish(Duration.ZERO)) {
            return SHORT_HOLD;
        }
        committed.awaitWish(rest);
        return Duration.ZERO;
    }

    private void report(RuntimeException failure) {
        switch (failure) {
            case MatrixException e -> {}
            case HttpFailure e -> {}
            case StoreException e -> {}
            default ->
                LOG.atError()
                        .addKeyValue("account", parts.self())
                        .setCause(failure)
                        .log("a sync answer could not be taken in");
        }
    }

    /** An error of the Java machine ended the thread: nobody asks any more, and health must say so. */
    private void died(Throwable why) {
        LOG.atError().addKeyValue("account", parts.self()).setCause(why).log("the sync loop died");
        stop("a defect ended sync (" + why.getClass().getSimpleName() + "): restart the program");
    }

    /** For good: no more requests, health says why. */
    public void stop(String why) {
        if (stopping) {
            return;
        }
        stopping = true;
        thread.filter(worker -> worker != Thread.currentThread()).ifPresent(Thread::interrupt);
        health.stopped(why);
        LOG.atError()
                .addKeyValue("account", parts.self())
                .addKeyValue("why", why)
                .log("the account is stopped");
        parts.stopped().accept(why);
        committed.signal();
    }

    private void pause(Duration wait, RuntimeException why) {
        health.failed(String.valueOf(why.getMessage()));
        parts.figures().count(Figures.Sync.FAILED);
        if (stopping) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("account", parts.self())
                .addKeyValue("wait_ms", wait.toMillis())
                .addKeyValue("why", why.getMessage())
                .log("sync failed; it is tried again");
        try {
            parts.pause().take(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private void letAnswersGo() throws InterruptedException {
        long end = System.nanoTime() + ANSWERS_FIRST.toNanos();
        inbox.awaitEmpty(ANSWERS_FIRST);
        parts.outbox().awaitEmpty(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        parts.outbox().awaitRooms(ROOMS_FIRST);
    }

    /** One request and all that its answer means. */
    void round(Duration hold) throws InterruptedException {
        Optional<String> since = parts.database().read(positions::nextBatch);
        SyncAnswer.Reading reading = new SyncAnswer.Reading(parts.skipped());
        SyncAnswer answer = reading.whole(parts.api().sync(new MatrixApi.SyncRequest(since, filter(), hold), reading));
        Map<RoomId, GapFiller.Gap> missed = since.filter(position -> parts.pace() == Pace.LISTENING)
                .map(position -> gaps.fill(answer, position))
                .orElse(Map.of());
        Set<RoomId> touched = taken(answer, missed, since.isEmpty());
        health.good();
        parts.figures().count(Figures.Sync.ANSWERED);
        trouble.good();
        inbox.wake(touched);
        committed.signal();
        if (!touched.isEmpty()) {
            letAnswersGo();
        }
        invites.look();
        sendKeys();
    }

    /** Keys do not come again once we have asked on; everything else does, and need not wait for the disk. */
    private Set<RoomId> taken(SyncAnswer answer, Map<RoomId, GapFiller.Gap> missed, boolean first) {
        Function<Step, Set<RoomId>> effect = s -> step.apply(s, answer, missed, first);
        return first || answer.encryption().bringNews()
                ? parts.machine().step(effect)
                : parts.machine().relaxed(effect);
    }

    /** A failure here is no failure of sync: what was not sent is sent after the next answer. */
    private void sendKeys() {
        try {
            parts.afterAnswer().run();
        } catch (MatrixException | HttpFailure e) {
            if (trouble.endOf(e).isPresent()) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("account", parts.self())
                    .addKeyValue("why", e.getMessage())
                    .log("requests about keys could not be sent now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop", e);
        }
    }

    private String filter() {
        String filter = SyncFilter.text(parts.pace());
        Optional<String> known = parts.database().read(tx -> positions.filterId(tx, filter));
        if (known.isPresent()) {
            return known.get();
        }
        String id = parts.api().uploadFilter(parts.self(), SyncFilter.tree(parts.pace()));
        parts.database().run(tx -> positions.filterId(tx, filter, id));
        return id;
    }
}
