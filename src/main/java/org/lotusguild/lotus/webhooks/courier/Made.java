package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.notice.Rendered;

/**
 * What a payload becomes.
 *
 * @param pieces messages, in the order in which they are to be posted; none: nothing is
 * @param fixed whether it says the same whatever stands in the room already
 * @param problem what went wrong on the way, for the history
 * @param failed whether a script should have made it and did not
 * @param answer what a sender is told who waits
 */
public record Made(
        List<Piece> pieces, boolean fixed, Optional<String> problem, boolean failed, Optional<Waiting.Answer> answer) {
    public Made {
        pieces = List.copyOf(pieces);
    }

    /** @param room the only one of the hook's rooms that gets it, as the hook writes it; absent: all do */
    public record Piece(Rendered rendered, Optional<String> room) {
        public static Piece of(Rendered rendered) {
            return new Piece(rendered, Optional.empty());
        }
    }

    /** One message, of a formatter. */
    static Made of(Rendered rendered) {
        return new Made(List.of(Piece.of(rendered)), false, Optional.empty(), false, Optional.empty());
    }

    /** One message that says the same whatever stands in the room. */
    static Made fixed(Rendered rendered) {
        return new Made(List.of(Piece.of(rendered)), true, Optional.empty(), false, Optional.empty());
    }

    /** As it is shown because of a defect of ours. */
    Made despite(String why) {
        return new Made(pieces, fixed, Optional.of(why), failed, answer);
    }

    /** As it is shown because a script failed. */
    Made because(String why) {
        return new Made(pieces, fixed, Optional.of(why), true, answer);
    }
}
