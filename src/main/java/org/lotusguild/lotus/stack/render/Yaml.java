package org.lotusguild.lotus.stack.render;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;

/**
 * Maps, lists, texts, numbers and flags → YAML that every parser reads alike: block style, keys sorted, and every text in
 * quotes that YAML 1.1 or 1.2 could take for something else ({@code no}, {@code 1.20}, {@code 12:30}).
 */
final class Yaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*");
    private static final Pattern WORD = Pattern.compile("(?i:true|false|yes|no|on|off|null|y|n|nan|inf)|[eE]\\d.*");

    private final StringBuilder out = new StringBuilder();

    private Yaml() {}

    /** @param header one or several lines, without # */
    static String text(String header, Map<String, ?> root) {
        Yaml yaml = new Yaml();
        header.lines().forEach(line -> yaml.out.append("# ").append(line).append('\n'));
        if (root.isEmpty()) {
            yaml.out.append("{}\n");
        } else {
            yaml.block(root, "", "");
        }
        return yaml.out.toString();
    }

    /** The first key stands behind {@code lead}, which a list begins its item with. */
    private void block(Map<?, ?> map, String indent, String lead) {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        String before = lead.isEmpty() ? indent : lead;
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
            out.append(before).append(scalar(entry.getKey())).append(':');
            value(entry.getValue(), indent);
            before = indent;
        }
    }

    private void value(Object value, String indent) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                out.append('\n');
                block(map, indent + "  ", "");
            }
            case Collection<?> items
            when !items.isEmpty() -> {
                out.append('\n');
                list(items, indent + "  ");
            }
            default -> out.append(' ').append(scalar(value)).append('\n');
        }
    }

    private void list(Collection<?> items, String indent) {
        for (Object item : items) {
            switch (item) {
                case Map<?, ?> map when !map.isEmpty() -> block(map, indent + "  ", indent + "- ");
                case Collection<?> inner
                when !inner.isEmpty() -> {
                    out.append(indent).append("-\n");
                    list(inner, indent + "  ");
                }
                default -> out.append(indent).append("- ").append(scalar(item)).append('\n');
            }
        }
    }

    private static String scalar(Object value) {
        return switch (value) {
            case Boolean flag -> flag.toString();
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Map<?, ?> none -> "{}";
            case Collection<?> none -> "[]";
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches() ? text : Json.text(text);
    }
}
