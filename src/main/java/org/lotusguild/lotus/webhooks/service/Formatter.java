package org.lotusguild.lotus.webhooks.service;

import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import tools.jackson.databind.JsonNode;

/** Turns the payloads of one service into messages. */
@FunctionalInterface
public interface Formatter {

    /**
     * Never throws because of what a payload holds or lacks: it comes from strangers.
     *
     * @param payload decoded
     * @param root the message of the same key that is still open, once it is known
     */
    Rendered of(JsonNode payload, Optional<Root> root, Context context);
}
