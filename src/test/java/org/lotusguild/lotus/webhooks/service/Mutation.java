package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Payloads as a sample, but for one place. */
final class Mutation {
    private Mutation() {}

    /** Each place once with this value; {@code null} takes it away. */
    static Stream<JsonNode> eachPlace(JsonNode sample, @org.jspecify.annotations.Nullable JsonNode value) {
        return places(sample, _ -> true).stream().map(place -> with(sample, place, value));
    }

    /** Each string once with this one in its place. */
    static Stream<JsonNode> eachString(JsonNode sample, String value) {
        return places(sample, JsonNode::isString).stream().map(place -> with(sample, place, Json.tree(value)));
    }

    /** All strings at once. */
    static JsonNode allStrings(JsonNode sample, String value) {
        JsonNode all = sample;
        for (List<Object> place : places(sample, JsonNode::isString)) {
            all = with(all, place, Json.tree(value));
        }
        return all;
    }

    private static List<List<Object>> places(JsonNode tree, Predicate<JsonNode> wanted) {
        List<List<Object>> found = new ArrayList<>();
        collect(tree, List.of(), wanted, found);
        return found;
    }

    private static void collect(JsonNode node, List<Object> at, Predicate<JsonNode> wanted, List<List<Object>> found) {
        if (!at.isEmpty() && wanted.test(node)) {
            found.add(at);
        }
        if (node.isObject()) {
            node.properties().forEach(entry -> collect(entry.getValue(), plus(at, entry.getKey()), wanted, found));
        } else if (node.isArray()) {
            IntStream.range(0, node.size()).forEach(i -> collect(node.get(i), plus(at, i), wanted, found));
        }
    }

    private static List<Object> plus(List<Object> at, Object step) {
        return Stream.concat(at.stream(), Stream.of(step)).toList();
    }

    private static JsonNode with(
            JsonNode sample, List<Object> place, @org.jspecify.annotations.Nullable JsonNode value) {
        JsonNode copy = sample.deepCopy();
        JsonNode parent = copy;
        for (Object step : place.subList(0, place.size() - 1)) {
            parent = step instanceof Integer i ? parent.path(i) : parent.path((String) step);
        }
        Object last = place.getLast();
        if (parent instanceof ArrayNode list) {
            list.remove((Integer) last);
            if (value != null) {
                list.insert((Integer) last, value);
            }
        } else if (value == null) {
            ((ObjectNode) parent).remove((String) last);
        } else {
            ((ObjectNode) parent).set((String) last, value);
        }
        return copy;
    }
}
