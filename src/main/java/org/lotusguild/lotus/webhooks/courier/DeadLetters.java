package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** Tells the admins what could not be delivered: one line a hook and hour, which counts on. */
final class DeadLetters {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String MESSAGE = "m.room.message";

    private final RoomSender bot;
    private final Optional<RoomId> admins;
    private final CalmStore calm;
    private final InstantSource clock;

    /** A line that was sent; {@code key}: by which the send queue knows it. */
    record Line(Instant since, int count, String key) {}

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
        CalmStore.Spot spot = new CalmStore.Spot(hook, room, CalmStore.Kind.DEAD, "");
        Line before = calm.find(tx, spot, Line.class)
                .filter(line -> now.isBefore(line.since().plus(HOUR)))
                .orElse(new Line(now, 0, "dead " + hook + " " + now.toEpochMilli()));
        Line line = new Line(before.since(), before.count() + 1, before.key());
        String messages = line.count() == 1 ? "1 message" : line.count() + " messages";
        ObjectNode content = content(hook, messages + " could not be delivered (" + why + ")");
        if (line.count() == 1) {
            bot.enqueue(tx, room, MESSAGE, content, SendOptions.interactive().key(line.key()));
        } else if (bot.find(tx, line.key()).map(DeadLetters::now).orElse(new Ticket.Pending())
                instanceof Ticket.Sent sent) {
            bot.enqueue(tx, room, MESSAGE, Relations.edit(content, sent.event()), SendOptions.interactive());
        }
        calm.keep(tx, spot, line, line.since().plus(HOUR));
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
