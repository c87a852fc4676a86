package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Tx;

/** Goes on with what was begun before: by an earlier process, or before the room refused it. Nothing is decided anew. */
final class Resumption {
    private static final String FORGOTTEN = "it was under way for so long that nobody knows whether it arrived";

    private final Tx tx;
    private final RoomSender queue;
    private final Parts parts;
    private Optional<Plan.Message> message = Optional.empty();
    private int files;

    private Resumption(Tx tx, RoomSender queue, Parts parts) {
        this.tx = tx;
        this.queue = queue;
        this.parts = parts;
    }

    /** @param there the notes of all parts, in order */
    static Plan of(Tx tx, RoomSender queue, Parts parts, List<PostStore.Post> there) {
        Resumption resumption = new Resumption(tx, queue, parts);
        if (there.stream().anyMatch(resumption::forgotten)) {
            return new Plan.Over(new Ending.Dead(FORGOTTEN));
        }
        there.forEach(resumption::take);
        return parts.plan();
    }

    /** The queue remembers what is over for some days only. */
    private boolean forgotten(PostStore.Post post) {
        return !post.done() && post.key().isPresent() && ticket(post).isEmpty();
    }

    private Optional<Ticket> ticket(PostStore.Post post) {
        return post.key().flatMap(key -> queue.find(tx, key));
    }

    private void take(PostStore.Post post) {
        boolean uploaded = switch (post.what()) {
            case FILE, PICTURE -> true;
            case NOTHING, MESSAGE, EDIT, REPLY, REDACTION -> false;
        };
        int index = post.what() == What.FILE ? files++ : 0;
        if (!uploaded) {
            message = post.draft().map(draft -> new Plan.Message(post.part(), draft, post.event()));
            files = 0;
        }
        if (post.done()) {
            return;
        }
        if (post.key().isPresent()) {
            parts.underway(post, ticket(post).orElseThrow());
        } else if (uploaded) {
            message.ifPresent(above -> parts.owe(post.part(), post.what(), index, above));
        } else {
            post.draft().ifPresent(draft -> parts.again(post.part(), post.what(), draft));
        }
    }
}
