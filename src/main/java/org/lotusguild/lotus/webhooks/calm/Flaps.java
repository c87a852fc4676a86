package org.lotusguild.lotus.webhooks.calm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;

/**
 * Spares a room what goes back and forth: more than four changes of one key in ten minutes say so once, then there is silence until
 * ten minutes pass without a change. A change is an opening after an end, or an end after an opening.
 */
public final class Flaps {
    static final Duration WITHIN = Duration.ofMinutes(10);
    private static final int MANY = 4;
    private static final String TOLD = ".flapping";

    private Flaps() {}

    /**
     * @param state to keep
     * @param deliver what takes its way from here; empty: nothing does
     */
    public record Step(Flapping state, Optional<Notice> deliver) {}

    /** Whether {@link #step} must be asked: it has a key, and opens or ends something or belongs to a thing that flaps. */
    public static boolean concerns(Notice notice, Optional<Flapping> state) {
        return notice.correlation()
                .filter(correlation -> !correlation.key().isEmpty())
                .map(Correlation::transition)
                .filter(transition -> change(transition)
                        || (transition != Transition.REDACT
                                && state.map(Flapping::damped).orElse(false)))
                .isPresent();
    }

    /** @param next one that {@link #concerns} */
    public static Step step(Optional<Flapping> kept, Notice next, Instant now) {
        Optional<Flapping> state = kept.filter(flapping -> now.isBefore(flapping.restsAt()));
        if (state.isPresent() && !change(transition(next))) {
            return new Step(state.get(), Optional.empty());
        }
        if (state.isPresent() && transition(next) == transition(state.get().last())) {
            boolean damped = state.get().damped();
            return new Step(
                    new Flapping(state.get().changes(), damped, slim(next)),
                    damped ? Optional.empty() : Optional.of(next));
        }
        List<Instant> changes = Stream.concat(
                        state.stream()
                                .flatMap(flapping -> flapping.changes().stream())
                                .filter(time -> time.isAfter(now.minus(WITHIN))),
                        Stream.of(now))
                .toList();
        boolean before = state.map(Flapping::damped).orElse(false);
        boolean damped = before || changes.size() > MANY;
        return new Step(
                new Flapping(changes, damped, slim(next)),
                before ? Optional.empty() : Optional.of(damped ? flapping(next, changes.size()) : next));
    }

    /** What the room is told when it was spared and ten minutes are over: how things stand now. */
    public static Optional<Notice> settle(Flapping state, Instant now) {
        return state.damped() && !now.isBefore(state.restsAt()) ? Optional.of(state.last()) : Optional.empty();
    }

    /** Whether it is the message that says so. */
    public static boolean told(Notice notice) {
        return notice.event().endsWith(TOLD);
    }

    private static Notice flapping(Notice next, int changes) {
        Notice shown = Notice.of(
                        next.service(),
                        next.service() + TOLD,
                        Level.WARNING,
                        "🟠",
                        next.subject(),
                        "flapping: " + changes + " changes in " + WITHIN.toMinutes() + " min")
                .links(next.links());
        return next.correlation()
                .map(correlation -> shown.correlation(Correlation.of(correlation.key(), Transition.OPEN)))
                .orElse(shown);
    }

    private static Notice slim(Notice notice) {
        return notice.collapse(List.of());
    }

    private static boolean change(Transition transition) {
        return transition == Transition.OPEN || transition == Transition.CLOSE;
    }

    private static Transition transition(Notice notice) {
        return notice.correlation().map(Correlation::transition).orElse(Transition.UPDATE);
    }
}
