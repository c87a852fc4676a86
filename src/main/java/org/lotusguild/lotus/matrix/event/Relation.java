package org.lotusguild.lotus.matrix.event;

import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code m.relates_to} of a content. */
final class Relation {
    private Relation() {}

    /** The event that the content relates to in this way. */
    static Optional<EventId> target(ObjectNode content, String type) {
        JsonNode relation = content.path("m.relates_to");
        boolean matches = Json.string(relation, "rel_type").filter(type::equals).isPresent();
        return matches ? Ids.event(relation.path("event_id")) : Optional.empty();
    }

    static boolean is(ObjectNode content, String type) {
        return Json.string(content, "m.relates_to", "rel_type")
                .filter(type::equals)
                .isPresent();
    }

    static Optional<EventId> thread(ObjectNode content) {
        return target(content, "m.thread");
    }

    /** In a thread the reply may be one for clients without threads only. */
    static Optional<EventId> replyTo(ObjectNode content) {
        boolean fallback = thread(content).isPresent()
                && Json.at(content, "m.relates_to", "is_falling_back").asBoolean(false);
        return fallback ? Optional.empty() : Ids.event(Json.at(content, "m.relates_to", "m.in_reply_to", "event_id"));
    }
}
