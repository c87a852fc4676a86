package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.hook.Lifecycle;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;

/**
 * What an event does to the message that stands for the same thing, and to what is kept of it. Pure.
 *
 * @param all in this order
 * @param after what is kept from now on
 */
record Moves(List<Move> all, After after) {
    /** A root this old has scrolled away: its end is told anew. */
    static final Duration FRESH = Duration.ofHours(12);

    sealed interface Move {
        /** A new message. */
        record Post(Notice shown) implements Move {}

        /** A new message that answers the root. */
        record Answer(Notice shown) implements Move {}

        /** The root says this from now on. */
        record Edit(Notice shown) implements Move {}

        /** In the root's thread. */
        record InThread(Notice shown) implements Move {}
    }

    sealed interface After {
        /** As it was, or nothing. */
        record Same() implements After {}

        /** The new message stands for the thing, which may be over already. */
        record Opened(Root root, boolean closed) implements After {}

        record Changed(Root root, boolean closed) implements After {}
    }

    /** Where nothing stands for the thing. */
    static Moves alone(Rendered rendered, Correlation about, Instant now) {
        Notice message = rendered.message();
        After after = switch (about.transition()) {
            case OPEN, UPDATE ->
                new After.Opened(
                        new Root(
                                now,
                                1,
                                rendered.best(),
                                kept(rendered.editedRoot().orElse(message))),
                        false);
            case CLOSE -> new After.Opened(new Root(now, 1, rendered.best(), kept(message)), true);
            case THREAD, REDACT -> new After.Same();
        };
        return new Moves(List.of(new Move.Post(message)), after);
    }

    /** @param late whether a newer event of the thing came before */
    static Moves standing(
            Rendered rendered, Correlation about, Root root, Lifecycle lifecycle, boolean late, Instant now) {
        Notice message = rendered.message();
        if (late || about.transition() == Transition.THREAD || about.transition() == Transition.REDACT) {
            return new Moves(List.of(new Move.InThread(message)), new After.Same());
        }
        Notice shown = rendered.editedRoot().orElse(message);
        boolean closes = about.transition() == Transition.CLOSE;
        List<Move> moves = new ArrayList<>();
        if (lifecycle != Lifecycle.THREAD) {
            moves.add(new Move.Edit(shown));
        }
        if (threaded(about, lifecycle)) {
            moves.add(new Move.InThread(message));
        }
        if (closes && root.opened().isBefore(now.minus(FRESH))) {
            moves.add(new Move.Answer(message));
        }
        Root after = new Root(root.opened(), root.count() + 1, Math.max(root.best(), rendered.best()), kept(shown));
        return new Moves(moves, new After.Changed(after, closes));
    }

    private static boolean threaded(Correlation about, Lifecycle lifecycle) {
        return switch (lifecycle) {
            case EDIT -> false;
            case THREAD -> !about.quiet();
            case EDIT_THREAD -> about.transition() != Transition.OPEN && !about.quiet();
            case OFF -> false;
        };
    }

    /** Long parts are no part of how a thing stands. */
    private static Notice kept(Notice notice) {
        return notice.collapse(List.of()).image(Optional.empty());
    }
}
