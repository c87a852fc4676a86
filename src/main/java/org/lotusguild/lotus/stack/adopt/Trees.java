package org.lotusguild.lotus.stack.adopt;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;

/** Trees of maps, lists and values. */
final class Trees {
    private Trees() {}

    /** Puts a value below these keys, with the maps between. */
    static void put(Map<String, Object> root, List<String> keys, Object value) {
        Map<String, Object> at = root;
        for (String key : keys.subList(0, keys.size() - 1)) {
            at = below(at, key);
        }
        at.put(keys.getLast(), value);
    }

    /** The map at the key; an empty one is put there if there is none, or another value: a key written twice counts once. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> below(Map<String, Object> map, String key) {
        if (!(map.get(key) instanceof Map)) {
            map.put(key, new LinkedHashMap<String, Object>());
        }
        return (Map<String, Object>) Objects.requireNonNull(map.get(key));
    }

    /** A copy without what stands below these keys; of a list its place is the key. Other values are gone as a whole. */
    static Object without(@Nullable Object tree, List<String> keys) {
        if (tree instanceof List<?> list && keys.getFirst().matches("\\d{1,6}")) {
            List<Object> less = new ArrayList<>(list);
            less.remove(Integer.parseInt(keys.getFirst()));
            return less;
        }
        if (!(tree instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, Object> less = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            Object kept = !key.equals(keys.getFirst())
                    ? value
                    : keys.size() == 1 ? Map.of() : without(value, keys.subList(1, keys.size()));
            if (!kept.equals(Map.of())) {
                less.put(key.toString(), kept);
            }
        });
        return less;
    }

    /** As a program that loads the file gets it. */
    static Object value(YamlNode node) {
        return switch (node) {
            case YamlMap map ->
                map.all().stream()
                        .collect(Collectors.toMap(
                                YamlEntry::key,
                                entry -> value(entry.value()),
                                (one, other) -> other,
                                LinkedHashMap::new));
            case YamlList list -> list.items().stream().map(Trees::value).toList();
            case YamlScalar scalar -> scalar(scalar);
        };
    }

    private static Object scalar(YamlScalar scalar) {
        if (scalar.flag().isPresent()) {
            return scalar.flag().get();
        }
        boolean number = scalar.number().isPresent() && scalar.text().matches("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?");
        return number ? new BigDecimal(scalar.text()) : scalar.text();
    }

    /** Whether a program reads the same from both: {@code 2} and {@code 2.0} are one number, lists have an order. */
    static boolean same(YamlNode one, YamlNode other) {
        return switch (one) {
            case YamlMap map -> other instanceof YamlMap maps && same(map, maps);
            case YamlList list ->
                other instanceof YamlList lists
                        && list.items().size() == lists.items().size()
                        && IntStream.range(0, list.items().size())
                                .allMatch(i ->
                                        same(list.items().get(i), lists.items().get(i)));
            case YamlScalar scalar -> other instanceof YamlScalar scalars && same(scalar, scalars);
        };
    }

    private static boolean same(YamlMap one, YamlMap other) {
        return one.all().size() == other.all().size()
                && one.all().stream()
                        .allMatch(entry -> other.entry(entry.key())
                                .filter(found -> same(entry.value(), found.value()))
                                .isPresent());
    }

    private static boolean same(YamlScalar one, YamlScalar other) {
        if (one.number().isPresent() && other.number().isPresent()) {
            return Double.compare(one.number().getAsDouble(), other.number().getAsDouble()) == 0;
        }
        return one.flag().isPresent()
                ? one.flag().equals(other.flag())
                : one.text().equals(other.text());
    }
}
