package org.lotusguild.lotus.base.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Nearest;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML nodes → records. A method answers null where it has noted a problem: reading goes on, to find the others. */
final class Binder {
    private final Problems problems;
    private final Scalars scalars;

    Binder(Problems problems, Scalars scalars) {
        this.problems = problems;
        this.scalars = scalars;
    }

    @Nullable
    Object bind(Type type, Node node, Place place) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, node, place);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Verbatim.class) {
            return verbatim(node, place);
        }
        if (plain.isRecord() && !scalars.knows(plain)) {
            return record(plain, node, place);
        }
        if (isNull(node)) {
            return refused(place, place.line(), "has no value; write one or remove the key");
        }
        try {
            return scalars.read(plain, node);
        } catch (IllegalArgumentException e) {
            return refused(place, place.lineOf(node), e.getMessage());
        }
    }

    private @Nullable Object verbatim(Node node, Place place) {
        if (isNull(node)) {
            return new Verbatim(Map.of());
        }
        if (!(node instanceof MappingNode block)) {
            return refused(place, place.lineOf(node), "must be a block of keys and values");
        }
        try {
            return VerbatimNodes.read(block);
        } catch (IllegalArgumentException e) {
            return refusedBelow(String.valueOf(e.getMessage()), entries(block, place), place);
        }
    }

    private @Nullable Object generic(ParameterizedType type, Node node, Place place) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            Object value = bind(arguments[0], node, place);
            return value == null ? null : Optional.of(value);
        }
        if (type.getRawType() == List.class) {
            return list(arguments[0], node, place);
        }
        return map(arguments[0], arguments[1], node, place);
    }

    private @Nullable Object list(Type type, Node node, Place place) {
        if (!(node instanceof SequenceNode sequence)) {
            return refused(
                    place, place.lineOf(node), "must be a list, write [a, b] or one line a value with - before it");
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(bind(type, item, place.item(items.size(), item)));
        }
        return items.contains(null) ? null : Collections.unmodifiableList(items);
    }

    /** Keys are texts, or what a text is read as. */
    private @Nullable Object map(Type keyType, Type type, Node node, Place place) {
        if (!(node instanceof MappingNode block)) {
            return refused(place, place.lineOf(node), "must be a block of keys and values");
        }
        Map<Object, Object> values = new LinkedHashMap<>();
        boolean whole = true;
        for (Map.Entry<String, NodeTuple> entry : entries(block, place).entrySet()) {
            NodeTuple tuple = entry.getValue();
            Place at = place.at(entry.getKey(), tuple.getKeyNode());
            Object key = bind(keyType, tuple.getKeyNode(), at);
            Object value = bind(type, tuple.getValueNode(), at);
            whole &= key != null && value != null;
            if (key != null && value != null) {
                values.put(key, value);
            }
        }
        return whole ? Collections.unmodifiableMap(values) : null;
    }

    private @Nullable Object record(Class<?> type, Node node, Place place) {
        // A key without a value, all below it commented out, is a block with nothing but defaults.
        if (!(node instanceof MappingNode) && !isNull(node)) {
            return refused(place, place.lineOf(node), "must be a block of keys and values: " + known(type));
        }
        Map<String, NodeTuple> entries = node instanceof MappingNode block ? entries(block, place) : Map.of();
        boolean whole = refuseUnknown(type, entries, place);
        RecordComponent[] parts = type.getRecordComponents();
        @Nullable Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = component(parts[i], entries, place);
            whole &= values[i] != null;
        }
        return whole ? construct(type, values, entries, place) : null;
    }

    private @Nullable Object component(RecordComponent part, Map<String, NodeTuple> entries, Place place) {
        String key = Keys.ofComponent(part.getName());
        NodeTuple entry = entries.get(key);
        if (entry != null) {
            return bind(part.getGenericType(), entry.getValueNode(), place.at(key, entry.getKeyNode()));
        }
        Default assumed = part.getAnnotation(Default.class);
        if (assumed != null) {
            return bind(part.getGenericType(), YamlText.ofDefault(assumed.value()), place.assumed(key));
        }
        Class<?> type = part.getType();
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == List.class) {
            return List.of();
        }
        return type == Map.class ? Map.of() : refused(place, place.line(), "the key " + key + " is missing; add it");
    }

    private Map<String, NodeTuple> entries(MappingNode block, Place place) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : block.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar)) {
                refused(place, place.lineOf(keyNode), "a key must be a word");
                continue;
            }
            NodeTuple earlier = entries.putIfAbsent(scalar.getValue(), tuple);
            if (earlier != null) {
                refused(
                        place.at(scalar.getValue(), keyNode),
                        place.lineOf(keyNode),
                        "is given twice, first in line " + YamlText.line(earlier.getKeyNode()) + "; keep one");
            }
        }
        return entries;
    }

    private boolean refuseUnknown(Class<?> type, Map<String, NodeTuple> entries, Place place) {
        List<String> keys = Keys.of(type);
        boolean allKnown = true;
        for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            String key = entry.getKey();
            if (!keys.contains(key)) {
                allKnown = false;
                Place at = place.at(key, entry.getValue().getKeyNode());
                String hint = nearest(key, keys)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(known(type));
                refused(at, at.line(), "unknown key; " + hint);
            }
        }
        return allKnown;
    }

    private static Optional<String> nearest(String key, List<String> keys) {
        String asWritten = Keys.ofComponent(key).replace('_', '-');
        return keys.contains(asWritten) ? Optional.of(asWritten) : Nearest.of(asWritten, keys);
    }

    /**
     * A compact constructor that refuses may begin its message with a key and a colon, or with several keys below one another
     * ({@code hosts.proxy.address: }): then that key's line is shown.
     */
    private @Nullable Object construct(
            Class<?> type, @Nullable Object[] values, Map<String, NodeTuple> entries, Place place) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
                throw new IllegalStateException("constructor of " + type, e);
            }
            return refusedBelow(String.valueOf(refusal.getMessage()), entries, place);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a record of configuration: " + type, e);
        }
    }

    private @Nullable Object refusedBelow(String message, Map<String, NodeTuple> entries, Place place) {
        int colon = message.indexOf(": ");
        String[] keys = colon < 0 ? new String[0] : message.substring(0, colon).split("\\.");
        NodeTuple entry = keys.length == 0 ? null : entries.get(keys[0]);
        if (entry == null) {
            return refused(place, place.line(), message);
        }
        Place at = place.at(keys[0], entry.getKeyNode());
        for (int i = 1; i < keys.length && entry != null; i++) {
            entry = below(entry, keys[i]);
            at = entry == null ? at : at.at(keys[i], entry.getKeyNode());
        }
        return refused(at, at.line(), message.substring(colon + 2));
    }

    private static @Nullable NodeTuple below(NodeTuple entry, String key) {
        return entry.getValueNode() instanceof MappingNode block
                ? block.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                                && scalar.getValue().equals(key))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static String known(Class<?> type) {
        return "known keys: " + String.join(", ", Keys.of(type));
    }

    private static boolean isNull(Node node) {
        return node.getNodeType() == NodeType.SCALAR && node.getTag().equals(Tag.NULL);
    }

    private @Nullable Object refused(Place place, int line, @Nullable String what) {
        problems.add(line, place.message(String.valueOf(what)));
        return null;
    }
}
