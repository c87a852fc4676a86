package org.lotusguild.lotus.base.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML nodes → {@link Verbatim}. Refusals begin with the keys to the value, with dots, and a colon. */
final class VerbatimNodes {
    private static final int MAX_NESTING = 32;

    private VerbatimNodes() {}

    /** @throws IllegalArgumentException if a value is missing, or a key written twice */
    static Verbatim read(MappingNode block) {
        return new Verbatim(map(block, "", 0));
    }

    private static Map<String, Object> map(MappingNode block, String path, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (NodeTuple tuple : block.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                throw new IllegalArgumentException(path + ": a key must be a word");
            }
            String at = path.isEmpty() ? scalar.getValue() : path + "." + scalar.getValue();
            if (values.put(scalar.getValue(), value(tuple.getValueNode(), at, depth + 1)) != null) {
                throw new IllegalArgumentException(at + ": is given twice; keep one");
            }
        }
        return values;
    }

    private static Object value(Node node, String path, int depth) {
        if (depth > MAX_NESTING) {
            throw new IllegalArgumentException(path + ": nested deeper than " + MAX_NESTING);
        }
        return switch (node) {
            case MappingNode block -> map(block, path, depth);
            case SequenceNode list -> list(list, path, depth);
            case ScalarNode scalar -> scalar(scalar, path);
            default -> throw new IllegalArgumentException(path + ": write the value out, without an alias");
        };
    }

    private static List<Object> list(SequenceNode list, String path, int depth) {
        List<Object> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(value(item, path, depth + 1));
        }
        return items;
    }

    private static Object scalar(ScalarNode scalar, String path) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            throw new IllegalArgumentException(path + ": has no value; write one or remove the key");
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        try {
            return tag.equals(Tag.INT) ? new BigInteger(text) : tag.equals(Tag.FLOAT) ? new BigDecimal(text) : text;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(path + ": not a number that everybody reads alike; write its digits", e);
        }
    }
}
