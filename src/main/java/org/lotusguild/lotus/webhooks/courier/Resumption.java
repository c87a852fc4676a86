package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.matrix.Ticket;

/** Goes on with what was begun before: by an earlier process, or before the room refused it. Nothing is decided anew. */
final class Resumption {
    private static final String FORGOTTEN = "it was under way for so long that nobody knows whether it arrived";

    private final Parts parts;
    private final Function<String, Optional<Ticket>> queue;
    private Optional<Plan.Message> message = Optional.empty();
    private int files;

    private Resumption(Parts parts, Function<String, Optional<Ticket>> queue) {
        this.parts = parts;
        this.queue = queue;
    }

    /**
     * @param there the notes of all parts, in order
     * @param queue what stands in the send queue under a key
     */
    static Plan of(Parts parts, List<PostStore.Post> there, Function<String, Optional<Ticket>> queue) {
        Resumption resumption = new Resumption(parts, queue);
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
        return post.key().flatMap(queue);
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
