package org.lotusguild.lotus.webhooks.redact;

import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A payload as the history keeps it: each field in its place, but none that could be used by whoever reads it. */
public final class Redaction {
    private static final String MASKED = "•••";

    private Redaction() {}

    /** A copy; what is masked stays a field, so that one sees that it was sent. */
    public static JsonNode of(JsonNode payload) {
        if (payload instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            object.properties()
                    .forEach(entry -> copy.set(
                            Mask.text(entry.getKey()),
                            Secrets.key(entry.getKey()) && !entry.getValue().isNull()
                                    ? Json.tree(MASKED)
                                    : of(entry.getValue())));
            return copy;
        }
        if (payload instanceof ArrayNode list) {
            ArrayNode copy = Json.array();
            list.forEach(item -> copy.add(of(item)));
            return copy;
        }
        return payload.isString() ? Json.tree(text(payload.stringValue())) : payload;
    }

    private static String text(String text) {
        return Secrets.value(text) ? MASKED : Secrets.withoutQueries(Mask.text(text));
    }
}
