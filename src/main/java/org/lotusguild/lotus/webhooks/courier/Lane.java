package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.webhooks.sender.Entered;
import org.lotusguild.lotus.webhooks.sender.Sender;
import org.lotusguild.lotus.webhooks.sender.Speaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The errands of one speaker into one room, in order of arrival. Lives on a virtual thread of its own. */
final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int AT_ONCE = 32;

    private final Bench bench;
    private final Speaker speaker;
    private final RoomId room;
    private final Followers followers;
    /** As bounded as what the courier takes into its hands. */
    private final BlockingQueue<Errand> waiting = new LinkedBlockingQueue<>();

    private final Thread thread;

    Lane(Bench bench, Speaker speaker, RoomId room) {
        this.bench = bench;
        this.speaker = speaker;
        this.room = room;
        this.followers = new Followers(bench, room);
        this.thread =
                Thread.ofVirtual().name("courier " + speaker.key() + " " + room).unstarted(this);
    }

    Lane start() {
        thread.start();
        return this;
    }

    void add(Errand errand) {
        waiting.add(errand);
    }

    @Override
    public void run() {
        try {
            while (!bench.stopping().getAsBoolean()) {
                round(take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Errand> take() throws InterruptedException {
        List<Errand> batch = new ArrayList<>(List.of(waiting.take()));
        followers.awaitPlace();
        waiting.drainTo(batch, AT_ONCE - 1);
        return batch;
    }

    private void round(List<Errand> errands) throws InterruptedException {
        Batch batch = new Batch(bench, room, followers, errands);
        for (int failures = 1; ; failures++) {
            try {
                Sender sender = bench.senders().of(speaker);
                switch (bench.senders().enter(sender, room)) {
                    case Entered.Inside() -> batch.work(sender);
                    case Entered.Refused(String why) -> batch.refused("the sender is kept out of the room, " + why);
                }
                return;
            } catch (MatrixException | HttpFailure | AccountRefused away) {
                later(away, CourierFigures.Again.HOMESERVER, failures);
            } catch (StoreException away) {
                if (away.kind() == StoreException.Kind.LEASE_LOST) {
                    throw new InterruptedException("another process is the courier now");
                }
                later(away, CourierFigures.Again.DATABASE, failures);
            } catch (RuntimeException defect) {
                // Without its thread the lane would keep whatever comes to it for ever.
                LOG.atError().addKeyValue("room", room).setCause(defect).log("a lane failed; trying again");
                bench.pause().take(bench.backoff().after(failures));
            }
        }
    }

    private void later(RuntimeException why, CourierFigures.Again reason, int failures) throws InterruptedException {
        if (bench.stopping().getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("asked to stop");
        }
        bench.figures().count(reason);
        LOG.atWarn()
                .addKeyValue("room", room)
                .addKeyValue("sender", speaker.key())
                .addKeyValue("why", why.getMessage())
                .log("deliveries wait");
        bench.pause().take(bench.backoff().after(failures));
    }

    void stop() {
        thread.interrupt();
        followers.stop();
    }

    void join(Duration limit) throws InterruptedException {
        thread.join(limit);
    }
}
