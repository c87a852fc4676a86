package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Draft;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The draft of one job's answer. Used by the thread of the job alone. */
final class Sheet implements Draft {
    private static final int CHARACTERS = 6_000;
    /** Who waited longer may have gone away: the first message calls them. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private final WorkStore.Task task;
    private final Database db;
    private final Clock clock;
    private final Answers answers;
    private @Nullable Ticket first;
    private @Nullable Ticket last;
    private int edits;

    Sheet(WorkStore.Task task, Database db, Clock clock, Answers answers) {
        this.task = task;
        this.db = db;
        this.clock = clock;
        this.answers = answers;
    }

    private static ObjectNode content(Doc doc) {
        return MessageContent.notice(doc, CHARACTERS);
    }

    /** The first message of an answer. */
    static ObjectNode first(WorkStore.Task task, Doc doc, Instant now) {
        ObjectNode content = content(doc);
        if (now.isAfter(task.begun().plus(LONG))) {
            Json.objectAt(content, "m.mentions")
                    .putArray("user_ids")
                    .add(task.caller().value());
        }
        return content;
    }

    @Override
    public boolean show(Doc doc) {
        if (first == null) {
            ObjectNode content = first(task, doc, clock.instant());
            first = db.inTransaction(tx -> answers.answer(tx, task.origin(), content));
            return true;
        }
        Optional<EventId> target = arrived(first);
        if (target.isEmpty() || underway(last)) {
            return false;
        }
        db.run(tx -> edit(tx, target.get(), doc));
        return true;
    }

    void edit(Tx tx, EventId target, Doc doc) {
        last = answers.edit(tx, task.origin(), target, content(doc), edits++);
    }

    /** The first message, once it has arrived; empty if none was shown or it does not arrive in time. */
    Optional<EventId> first(Duration limit) throws InterruptedException {
        return first != null && first.await(limit) instanceof Ticket.Sent(EventId event)
                ? Optional.of(event)
                : Optional.empty();
    }

    private static Optional<EventId> arrived(Ticket ticket) {
        return Pending.now(ticket) instanceof Ticket.Sent(EventId event) ? Optional.of(event) : Optional.empty();
    }

    private static boolean underway(@Nullable Ticket ticket) {
        return ticket != null && Pending.now(ticket) instanceof Ticket.Pending;
    }
}
