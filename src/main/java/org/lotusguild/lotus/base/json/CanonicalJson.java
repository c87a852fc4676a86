package org.lotusguild.lotus.base.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Canonical JSON as the Matrix specification signs it: names sorted by code point, no blanks, integers within ±(2^53−1),
 * no fractions, no lone surrogates.
 *
 * <p>Source: Matrix specification, appendices, "Canonical JSON".
 */
public final class CanonicalJson {
    private static final long LIMIT = (1L << 53) - 1;
    private static final Comparator<String> BY_CODE_POINT = CanonicalJson::compareCodePoints;

    private CanonicalJson() {}

    /** @throws MalformedJson if the tree holds a fraction, an integer out of range or a lone surrogate */
    public static String of(JsonNode tree) {
        StringBuilder out = new StringBuilder();
        write(tree, out);
        return out.toString();
    }

    private static void write(JsonNode tree, StringBuilder out) {
        switch (tree.getNodeType()) {
            case OBJECT -> object(tree, out);
            case ARRAY -> array(tree, out);
            case STRING -> quote(tree.stringValue(), out);
            case NUMBER -> out.append(integer(tree));
            case BOOLEAN -> out.append(tree.booleanValue());
            case NULL -> out.append("null");
            case BINARY, MISSING, POJO -> throw new MalformedJson("canonical JSON has no " + tree.getNodeType(), null);
        }
    }

    private static void object(JsonNode tree, StringBuilder out) {
        List<String> names = new ArrayList<>(tree.propertyNames());
        names.sort(BY_CODE_POINT);
        out.append('{');
        String comma = "";
        for (String name : names) {
            out.append(comma);
            quote(name, out);
            out.append(':');
            write(tree.get(name), out);
            comma = ",";
        }
        out.append('}');
    }

    private static void array(JsonNode tree, StringBuilder out) {
        out.append('[');
        String comma = "";
        for (JsonNode item : tree) {
            out.append(comma);
            write(item, out);
            comma = ",";
        }
        out.append(']');
    }

    private static long integer(JsonNode number) {
        // 1e10 is an integer, only written otherwise (the specification's last example); a double holds it exactly.
        double rounded = number.doubleValue();
        if (rounded != Math.rint(rounded) || Math.abs(rounded) > LIMIT) {
            throw new MalformedJson("canonical JSON has no fractions and no numbers beyond 2^53", null);
        }
        return number.isIntegralNumber() ? number.longValue() : (long) rounded;
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> i += plain(text, i, out);
            }
        }
        out.append('"');
    }

    /** Appends the sign at {@code i}; answers how many chars beyond the first it took. */
    private static int plain(String text, int i, StringBuilder out) {
        char c = text.charAt(i);
        if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
            return 0;
        }
        if (!Character.isSurrogate(c)) {
            out.append(c);
            return 0;
        }
        if (!Character.isHighSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
            throw new MalformedJson("canonical JSON has no lone surrogates", null);
        }
        out.append(c).append(text.charAt(i + 1));
        return 1;
    }

    private static int compareCodePoints(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // UTF-16 order is code point order but for surrogates, which stand above the rest of the basic plane.
                if (Character.isSurrogate(x) != Character.isSurrogate(y)) {
                    return Character.isSurrogate(x) ? 1 : -1;
                }
                return Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
