package org.lotusguild.lotus.bot.game.trivia;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question with four answers.
 *
 * @param answer place of the right one, from 0
 */
public record Question(String category, String text, List<String> options, int answer) {
    public static final int OPTIONS = 4;
    private static final int LONGEST_TEXT = 300;
    private static final int LONGEST_OPTION = 80;

    public Question {
        options = List.copyOf(options);
        if (!category.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("category must be small letters, digits and -");
        }
        if (text.isBlank() || length(text) > LONGEST_TEXT) {
            throw new IllegalArgumentException("question must have 1 to %d signs".formatted(LONGEST_TEXT));
        }
        if (options.size() != OPTIONS || new HashSet<>(options).size() != OPTIONS) {
            throw new IllegalArgumentException("options must be 4 different ones");
        }
        if (options.stream().anyMatch(o -> o.isBlank() || length(o) > LONGEST_OPTION)) {
            throw new IllegalArgumentException("each of the options must have 1 to %d signs".formatted(LONGEST_OPTION));
        }
        if (answer < 0 || answer >= OPTIONS) {
            throw new IllegalArgumentException("answer must be 0 to 3");
        }
    }

    /**
     * Reads {@code {"category": …, "question": …, "options": [4], "answer": 0–3}}.
     *
     * @throws IllegalArgumentException if it is no such thing; says why
     */
    public static Question read(String json) {
        ObjectNode tree;
        try {
            tree = Json.parseObject(json);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("no JSON object", e);
        }
        JsonNode options = tree.path("options");
        JsonNode answer = tree.path("answer");
        if (!options.isArray() || !options.valueStream().allMatch(JsonNode::isString)) {
            throw new IllegalArgumentException("options must be a list of texts");
        }
        if (!answer.isInt()) {
            throw new IllegalArgumentException("answer must be 0 to 3");
        }
        return new Question(
                text(tree, "category"),
                text(tree, "question"),
                options.valueStream().map(JsonNode::stringValue).toList(),
                answer.intValue());
    }

    private static String text(ObjectNode tree, String key) {
        return Json.string(tree, key).orElseThrow(() -> new IllegalArgumentException(key + " must be a text"));
    }

    /** As {@link #read} reads it. */
    public String written() {
        ObjectNode tree = Json.object().put("category", category).put("question", text);
        options.forEach(tree.putArray("options")::add);
        return Json.text(tree.put("answer", answer));
    }

    /** The same question with its options in another order. */
    public Question shuffled(RandomGenerator random) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, OPTIONS).boxed().toList());
        for (int i = OPTIONS - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return new Question(category, text, order.stream().map(options::get).toList(), order.indexOf(answer));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
