package org.lotusguild.lotus.stack.adopt;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.json.Json;

/**
 * Maps, lists and values → YAML as people write {@code lotus.yaml}: what fits into a line stands in one. Texts are in quotes where
 * YAML could take them for something else.
 */
final class BlockText {
    private static final int WIDTH = 110;
    private static final Pattern PLAIN = Pattern.compile(
            "[A-Za-z/][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*|\\d+[A-Za-z]+|\\d+-\\d+|\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern WORD = Pattern.compile("(?i:true|false|yes|no|on|off|null|y|n|nan|inf)|[eE]\\d.*");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    private final StringBuilder out = new StringBuilder();

    private BlockText() {}

    /** The keys in the order of the map, with an empty line between blocks. */
    static String of(Map<String, ?> root) {
        BlockText text = new BlockText();
        root.forEach((key, value) -> {
            text.out.append(text.out.isEmpty() ? "" : "\n");
            text.block(Map.of(key, value), "");
        });
        return text.out.toString();
    }

    private void block(Map<?, ?> map, String indent) {
        map.forEach((key, value) -> {
            out.append(indent).append(quoted(key.toString())).append(':');
            value(value, indent);
        });
    }

    private void value(Object value, String indent) {
        String flat = flat(value);
        int last = out.length() - out.lastIndexOf("\n") - 1;
        if (value instanceof String text && text.contains("\n")) {
            out.append(" |\n");
            text.lines()
                    .forEach(line -> out.append(line.isEmpty() ? "" : indent + "  " + line)
                            .append('\n'));
        } else if (!(value instanceof Map || value instanceof Collection)
                || (last + flat.length() < WIDTH && !deep(value))) {
            out.append(' ').append(flat).append('\n');
        } else if (value instanceof Map<?, ?> map) {
            out.append('\n');
            block(map, indent + "  ");
        } else if (value instanceof Collection<?> items) {
            out.append('\n');
            items.forEach(
                    item -> out.append(indent).append("  - ").append(flat(item)).append('\n'));
        }
    }

    /** Whether it has blocks below blocks, or text of several lines. */
    private static boolean deep(Object value) {
        return value instanceof Map<?, ?> map
                && map.values().stream()
                        .anyMatch(inner -> (inner instanceof Map<?, ?> block && !block.isEmpty())
                                || (inner instanceof String text && text.contains("\n")));
    }

    private static String flat(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(entry.getKey().toString()) + ": " + flat(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> items -> items.stream().map(BlockText::flat).collect(Collectors.joining(", ", "[", "]"));
            case Boolean flag -> flag.toString();
            case java.math.BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !WORD.matcher(text).matches();
        return plain || DAY.matcher(text).matches() ? text : Json.text(text);
    }
}
