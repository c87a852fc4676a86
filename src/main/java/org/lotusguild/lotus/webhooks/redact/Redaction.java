package org.lotusguild.lotus.webhooks.redact;

import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A payload as the history shows it: what reads like a secret or leads to a person is masked, and the rest is short. */
public final class Redaction {
    private static final String MASKED = "…";
    private static final int LONGEST = 500;
    private static final int MOST = 500;

    private int left = MOST;

    private Redaction() {}

    /** A copy; what is masked stays a field, so that one sees that it was sent. At most 500 values. */
    public static JsonNode of(JsonNode payload) {
        return new Redaction().masked(payload);
    }

    private JsonNode masked(JsonNode node) {
        left--;
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.forEachEntry((name, value) -> {
                    if (left > 0) {
                        copy.set(
                                Mask.text(name),
                                Secrets.key(name) && !value.isNull() ? Json.tree(MASKED) : masked(value));
                    }
                });
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.array();
                array.forEach(value -> {
                    if (left > 0) {
                        copy.add(masked(value));
                    }
                });
                yield copy;
            }
            default -> node.isString() ? Json.tree(shown(node.stringValue())) : node;
        };
    }

    private static String shown(String text) {
        if (Secrets.value(text)) {
            return MASKED;
        }
        String masked = Secrets.withoutQueries(Mask.text(text));
        return masked.codePointCount(0, masked.length()) <= LONGEST
                ? masked
                : masked.substring(0, masked.offsetByCodePoints(0, LONGEST)) + MASKED;
    }
}
