package org.lotusguild.lotus.webhooks.render;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** A payload as JSON with two blanks a level, written as JavaScript writes it. */
final class Dump {
    private static final String STEP = "  ";
    private static final int REPLACEMENT = 0xfffd;

    private Dump() {}

    static String of(JsonNode tree) {
        return of(tree, "\n");
    }

    private static String of(JsonNode tree, String line) {
        if (tree.isContainer() && tree.isEmpty()) {
            return tree.isObject() ? "{}" : "[]";
        }
        String inner = line + STEP;
        if (tree.isObject()) {
            return tree.properties().stream()
                    .map(entry -> quoted(entry.getKey()) + ": " + of(entry.getValue(), inner))
                    .collect(Collectors.joining("," + inner, "{" + inner, line + "}"));
        }
        if (tree.isArray()) {
            return StreamSupport.stream(tree.spliterator(), false)
                    .map(item -> of(item, inner))
                    .collect(Collectors.joining("," + inner, "[" + inner, line + "]"));
        }
        return tree.isString() ? quoted(tree.stringValue()) : Json.text(tree);
    }

    /** Half a sign cannot be sent. */
    private static String quoted(String text) {
        return Json.text(text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }
}
