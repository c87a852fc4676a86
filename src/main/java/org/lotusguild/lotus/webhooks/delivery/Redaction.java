package org.lotusguild.lotus.webhooks.delivery;

import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A payload as the history may show it: what reads like a secret or leads to a person is masked, and the rest is short. */
public final class Redaction {
    private static final String MASKED = "…";
    private static final int LONGEST = 500;
    private static final int MOST = 500;

    private static final Pattern NAME = Pattern.compile(
            "pass|secret|token|api.?key|auth|cookie|session|signature|private.?key|e?-?mail|telegram|discord|avatar",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]*");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+\\.[A-Za-z]{2,}");
    private static final Pattern RANDOM = Pattern.compile("(?=[\\w+/=-]*\\d)(?=[\\w+/=-]*[A-Za-z])[\\w+/=-]{32,}");

    private int left = MOST;

    private Redaction() {}

    /** A copy. */
    public static JsonNode of(JsonNode payload) {
        return new Redaction().masked(payload);
    }

    /** Whether a value under this name is nobody's business. */
    public static boolean secretName(String name) {
        return NAME.matcher(name.substring(name.lastIndexOf('.') + 1)).find();
    }

    /** Whether the text reads like a key, a token or an address of a person. */
    public static boolean secretText(String text) {
        return text.contains("-----BEGIN ")
                || JWT.matcher(text).find()
                || MAIL.matcher(text).find()
                || RANDOM.matcher(text).matches();
    }

    private JsonNode masked(JsonNode node) {
        left--;
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.forEachEntry((name, value) -> {
                    if (left > 0) {
                        copy.set(name, secretName(name) && !value.isNull() ? text(MASKED) : masked(value));
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
            default -> node.isString() ? text(shown(node.stringValue())) : node;
        };
    }

    private static String shown(String text) {
        if (secretText(text)) {
            return MASKED;
        }
        return text.length() <= LONGEST
                ? text
                : text.substring(
                                0,
                                text.offsetByCodePoints(
                                        0, Math.min(LONGEST / 2, text.codePointCount(0, text.length()))))
                        + MASKED;
    }

    private static JsonNode text(String text) {
        return Json.tree(text);
    }
}
