package org.lotusguild.lotus.webhooks.courier;

import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import tools.jackson.databind.node.ObjectNode;

/** What a payload becomes. */
public sealed interface Made {

    /** @param problem what went wrong on the way, for the history */
    record Told(Rendered rendered, Optional<String> problem) implements Made {}

    /**
     * A message that its sender, or a script, wrote: it has no life cycle.
     *
     * @param event for filters and the history
     * @param content of an {@code m.room.message}, harmless
     */
    record Written(String event, ObjectNode content, Optional<String> problem) implements Made {}

    /** A script wants nothing posted. */
    record Nothing(String event) implements Made {}
}
