package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.sender.Sender;
import tools.jackson.databind.node.ObjectNode;

/** Decides, in the caller's transaction, what a delivery becomes in a room, and puts it into the send queue. */
final class Planner {
    private static final String MESSAGE = "m.room.message";

    private final Books books;

    Planner(Books books) {
        this.books = books;
    }

    Plan plan(Tx tx, Errand errand, Sender sender) {
        Parts parts = new Parts(tx, books, errand, sender);
        List<PostStore.Post> there = books.posts().of(tx, errand.load().id(), errand.room());
        if (!there.isEmpty()) {
            return Resumption.of(parts, there, key -> books.ticket(tx, sender, key));
        }
        List<Rendered> told = errand.load().told(errand.target());
        return told.isEmpty()
                ? new Plan.Over(new Ending.Filtered())
                : new Telling(tx, books, errand, sender, parts).told(told);
    }

    /** A part that the homeserver found too large, half as large. */
    Ticket smaller(Tx tx, Errand errand, Sender sender, int part, Draft draft) {
        ObjectNode content = draft.content(errand.look(sender).smaller());
        return new Parts(tx, books, errand, sender).ticket(part, draft.type(), content);
    }

    /** An owed part, uploaded, goes into the queue. */
    Ticket pay(Tx tx, Errand errand, Sender sender, Plan.Owed owed, ObjectNode content) {
        return new Parts(tx, books, errand, sender).ticket(owed.number(), MESSAGE, content);
    }
}
