package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** Tells the admins what could not be delivered: one line a hook and hour, which counts on. */
final class DeadLetters {
    private static final Duration HOUR = Duration.ofHours(1);
    /** Nobody reads faster. */
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private static final String MESSAGE = "m.room.message";
    private static final String NAME = "line";

    private final RoomSender bot;
    private final Optional<RoomId> admins;
    private final CalmStore calm;
    private final InstantSource clock;

    private final AtomicBoolean more = new AtomicBoolean(true);
    private volatile Instant next = Instant.EPOCH;

    /**
     * A line that was sent.
     *
     * @param told how many it tells of
     * @param why of the last one
     * @param key by which the send queue knows it
     */
    record Line(Instant since, int count, int told, String why, String key) {
        private Line andOne(String reason) {
            return new Line(since, count + 1, told, reason, key);
        }

        private Line said() {
            return new Line(since, count, count, why, key);
        }
    }

    DeadLetters(RoomSender bot, Optional<RoomId> admins, CalmStore calm, InstantSource clock) {
        this.bot = bot;
        this.admins = admins;
        this.calm = calm;
        this.clock = clock;
    }

    /** @param why in a few words, without anything of the payload */
    void dead(Tx tx, String hook, String why) {
        admins.ifPresent(room -> dead(tx, room, hook, why));
    }

    private void dead(Tx tx, RoomId room, String hook, String why) {
        Instant now = clock.instant();
        CalmStore.Spot spot = new CalmStore.Spot(hook, room, CalmStore.Kind.DEAD, NAME);
        Line line = calm.find(tx, spot, Line.class)
                .filter(before -> now.isBefore(before.since().plus(HOUR)))
                .orElse(new Line(now, 0, 0, why, "dead " + hook + " " + now.toEpochMilli()))
                .andOne(why);
        if (line.count() == 1) {
            bot.enqueue(
                    tx,
                    room,
                    MESSAGE,
                    content(hook, line),
                    SendOptions.interactive().key(line.key()));
            keep(tx, spot, line.said());
        } else {
            keep(tx, spot, line);
            tx.afterCommit(() -> more.set(true));
        }
    }

    private void keep(Tx tx, CalmStore.Spot spot, Line line) {
        calm.keep(tx, spot, line, line.since().plus(HOUR));
    }

    /** Lets the lines count on: many may have died while the first was on its way. For the courier's own thread, as often as it likes. */
    void countOn(Database database) {
        Instant now = clock.instant();
        if (now.isBefore(next) || !more.compareAndSet(true, false)) {
            return;
        }
        next = now.plus(BETWEEN);
        try {
            database.relaxed(tx -> {
                calm.all(tx, CalmStore.Kind.DEAD, NAME).forEach(spot -> countOn(tx, spot));
                return true;
            });
        } catch (QueueFull full) {
            more.set(true);
        }
    }

    private void countOn(Tx tx, CalmStore.Spot spot) {
        Optional<Line> behind = calm.find(tx, spot, Line.class).filter(line -> line.told() < line.count());
        if (behind.isEmpty()) {
            return;
        }
        Line line = behind.get();
        switch (bot.find(tx, line.key()).map(DeadLetters::now).orElse(new Ticket.Dropped("forgotten"))) {
            case Ticket.Sent(EventId event) -> {
                ObjectNode edit = Relations.edit(content(spot.hook(), line), event);
                bot.enqueue(tx, spot.room(), MESSAGE, edit, SendOptions.interactive());
                keep(tx, spot, line.said());
            }
            case Ticket.Pending pending -> tx.afterCommit(() -> more.set(true));
            case Ticket.Refused refused -> {}
            case Ticket.Dropped dropped -> {}
        }
    }

    private static ObjectNode content(String hook, Line line) {
        String messages = line.count() == 1 ? "1 message" : line.count() + " messages";
        return content(hook, messages + " could not be delivered (" + line.why() + ")");
    }

    /** A room keeps a sender out: somebody may still mend it. */
    void refused(Tx tx, String hook, RoomId room, String sender, String why) {
        String hour = " " + clock.instant().toEpochMilli() / HOUR.toMillis();
        admins.ifPresent(admin -> bot.enqueue(
                tx,
                admin,
                MESSAGE,
                content(
                        hook,
                        "the room " + room + " keeps " + sender + " out (" + why
                                + "). Invite it, or let it speak: it is tried for an hour"),
                SendOptions.interactive().key("refused " + hook + " " + room + hour)));
    }

    private static ObjectNode content(String hook, String words) {
        return MessageContent.notice(Doc.plain("📮 " + hook + " – " + words));
    }

    private static Ticket.Outcome now(Ticket ticket) {
        try {
            return ticket.await(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ticket.Pending();
        }
    }
}
