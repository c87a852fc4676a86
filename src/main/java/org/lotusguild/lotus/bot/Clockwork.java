package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does later what was promised: rings alarms, tells features the event ids of their posts. Looks five times a second. */
final class Clockwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    /** An event is not delivered again after that. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private static final Duration STOP = Duration.ofSeconds(2);

    private final Pending pending;
    private final Features features;
    private final Answers answers;
    private final Buttons buttons;
    private final RoomSender sender;
    private final Database db;
    private final BindStore binds;
    private final Bell bell;
    private final Clock clock;
    private final Pause pause;
    private final ClaimStore claims;
    private final EditStore edits;
    private Instant forgetAt = Instant.MIN;
    /** Whether the last look could not note what has arrived. */
    private boolean stuck;

    private @Nullable Thread thread;

    Clockwork(UserId account, Pending pending, Features features, Answers answers, Buttons buttons, Kit kit) {
        this.pending = pending;
        this.features = features;
        this.answers = answers;
        this.buttons = buttons;
        this.sender = kit.sender();
        this.db = kit.database();
        this.binds = new BindStore(account);
        this.bell = new Bell(account, pending, features, answers, kit);
        this.claims = new ClaimStore(account);
        this.edits = new EditStore(account);
        this.clock = kit.clock();
        this.pause = kit.pause();
    }

    /** Takes over what an earlier process promised. */
    void resume() {
        db.run(tx -> {
            bell.resume(tx);
            for (BindStore.Bound bound : binds.all(tx)) {
                Ticket ticket =
                        sender.find(tx, bound.sendKey()).orElse(limit -> new Ticket.Dropped("not in the queue"));
                pending.post(bound, ticket);
            }
        });
    }

    void start() {
        thread = Thread.ofVirtual().name("bot-clockwork").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                begin();
                pause.take(LOOK);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does everything that can be done now; returns when it is done. */
    void look() throws InterruptedException {
        begin();
        bell.await();
    }

    private void begin() {
        forget();
        settlePosts();
        bell.ring();
    }

    /** What can not come again any more needs no row. */
    private void forget() {
        Instant now = clock.instant();
        if (now.isBefore(forgetAt)) {
            return;
        }
        forgetAt = now.plus(FORGET_EVERY);
        try {
            db.run(tx -> {
                claims.forgetBefore(tx, now.minus(REMEMBERED));
                edits.forgetBefore(tx, now.minus(REMEMBERED));
                new CooldownStore().forgetBefore(tx, now);
                buttons.forgetBefore(tx, now);
            });
        } catch (StoreException e) {
            LOG.atWarn().setCause(e).log("old claims could not be forgotten now; it is tried again in an hour");
        }
    }

    private void settlePosts() {
        try {
            pending.posts().forEach(this::settle);
            stuck = false;
        } catch (StoreException e) {
            if (!stuck) {
                LOG.atWarn()
                        .setCause(e)
                        .log("posts that have arrived could not be noted now; it is tried until they are");
            }
            stuck = true;
        }
    }

    /**
     * Tells of the posts of a room that have arrived. Somebody may react to one at once: then it must be known before the
     * reaction is heard.
     *
     * @throws StoreException that {@link StoreException#mayPass}
     */
    void settle(RoomId room) {
        pending.posts(room).forEach(this::settle);
    }

    private void settle(Pending.Underway underway) {
        BindStore.Bound post = underway.bound();
        switch (Pending.now(underway.ticket())) {
            case Ticket.Pending() -> {}
            case Ticket.Sent(EventId event) ->
                settled(
                        post,
                        () -> db.run(tx -> {
                            if (binds.take(tx, post.sendKey())) {
                                answers.put(
                                        tx,
                                        post.sendKey() + "/sent",
                                        features.bound(tx, post.bind(), event, clock.instant()));
                                answers.seed(tx, post, event);
                            }
                        }));
            case Ticket.Refused refused -> unsent(post);
            case Ticket.Dropped dropped -> unsent(post);
        }
    }

    private void unsent(BindStore.Bound post) {
        settled(
                post,
                () -> db.run(tx -> {
                    if (binds.take(tx, post.sendKey())) {
                        answers.put(tx, post.sendKey() + "/unsent", features.unsent(tx, post.bind(), clock.instant()));
                    }
                }));
    }

    /**
     * Whoever settles the same post beside us waits for our transaction, and finds nothing left to do. Where the database only
     * has no time or no room now, the post stays.
     */
    private void settled(BindStore.Bound post, Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException e) {
            if (e instanceof StoreException store && store.mayPass()) {
                throw e;
            }
            Features.failed(post.bind(), e);
        }
        pending.settled(post);
    }

    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(STOP);
            bell.close();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
