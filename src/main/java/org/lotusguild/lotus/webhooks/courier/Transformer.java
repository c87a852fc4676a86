package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Hook;

/** Runs the scripts of hooks. For many threads. */
public interface Transformer {

    /** When the script of this hook may run again: it may have taken too much of the processor. */
    Instant allowedAt(Hook hook);

    /**
     * Waits until there is room for one more script.
     *
     * @param hook has a script
     * @param service what the payload was taken for
     * @throws java.util.concurrent.CancellationException if it is interrupted
     */
    Transformed transform(Hook hook, Delivery delivery, String service);

    /** What a script makes of a payload. */
    sealed interface Transformed {

        /**
         * @param pieces harmless; none: it wants nothing posted
         * @param problem what the script asked for and does not get, for the history
         */
        record Given(List<Made.Piece> pieces, Optional<String> problem, Optional<Waiting.Answer> answer)
                implements Transformed {
            public Given {
                pieces = List.copyOf(pieces);
            }
        }

        /** The payload is shown as if there were no script; {@code why} is for the history. */
        record Failed(String why) implements Transformed {}
    }
}
