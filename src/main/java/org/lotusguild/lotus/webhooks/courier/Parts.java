package org.lotusguild.lotus.webhooks.courier;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.sender.Sender;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of an errand in the caller's transaction: the note of a part and its entry in the send queue are there together or not at
 * all.
 */
final class Parts {
    private static final int KEY = 16;

    private final Tx tx;
    private final Books books;
    private final Errand errand;
    private final Sender sender;
    private final List<Plan.Part> queued = new ArrayList<>();
    private final List<Plan.Owed> owed = new ArrayList<>();
    /** Of the next part that is new. */
    private int number;

    Parts(Tx tx, Books books, Errand errand, Sender sender) {
        this.tx = tx;
        this.books = books;
        this.errand = errand;
        this.sender = sender;
    }

    boolean isEmpty() {
        return queued.isEmpty();
    }

    Plan plan() {
        return new Plan.Underway(queued, owed);
    }

    void put(What what, Draft draft) {
        note(what, Optional.of(draft));
        again(number++, what, draft);
    }

    /** One that is noted already. */
    void again(int part, What what, Draft draft) {
        queued.add(new Plan.Part(
                part, what, Optional.of(draft), ticket(part, draft.type(), draft.content(errand.look(sender)))));
    }

    /** One that is in the queue already. */
    void underway(PostStore.Post post, Ticket ticket) {
        queued.add(new Plan.Part(post.part(), post.what(), post.draft(), ticket));
    }

    /** Below the part that was put last. */
    void owe(What what, int index) {
        Plan.Part last = queued.getLast();
        note(what, Optional.empty());
        owe(number++, what, index, new Plan.Message(last.number(), last.draft().orElseThrow(), Optional.empty()));
    }

    /** One that is noted already. */
    void owe(int part, What what, int index, Plan.Message message) {
        owed.add(new Plan.Owed(part, what, index, message));
    }

    private void note(What what, Optional<Draft> draft) {
        books.posts().add(tx, place(number), what, sender.account().user(), draft);
    }

    private PostStore.Place place(int part) {
        return new PostStore.Place(errand.load().id(), errand.room(), part);
    }

    /** Into the queue, under a key of its own, which stands in the note of the part. */
    Ticket ticket(int part, String type, ObjectNode content) {
        byte[] bytes = new byte[KEY];
        books.random().nextBytes(bytes);
        String key = "lw" + HexFormat.of().formatHex(bytes);
        books.posts().queued(tx, place(part), key);
        return sender.account()
                .sender()
                .enqueue(
                        tx,
                        errand.room(),
                        type,
                        content,
                        SendOptions.interactive().key(key));
    }
}
