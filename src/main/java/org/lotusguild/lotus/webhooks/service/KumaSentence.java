package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code [name] [🔴 Down] reason}: how Uptime Kuma tells it wherever it has one string only. */
record KumaSentence(String name, boolean up, String reason) {
    private static final Pattern SENTENCE = Pattern.compile("\\s*\\[(.+?)] \\[(🔴 Down|✅ Up)]\\s*(.*)", Pattern.DOTALL);

    /** The sentence wherever it stands in the payload. */
    static Optional<KumaSentence> in(Facts payload) {
        Deque<JsonNode> left = new ArrayDeque<>();
        left.add(payload.tree());
        while (!left.isEmpty()) {
            JsonNode node = left.poll();
            Optional<KumaSentence> found = node.isString() ? of(node.stringValue()) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
            if (node.isContainer()) {
                node.forEach(left::add);
            }
        }
        return Optional.empty();
    }

    private static Optional<KumaSentence> of(String text) {
        Matcher match = SENTENCE.matcher(text);
        return match.matches()
                ? Optional.of(new KumaSentence(match.group(1), match.group(2).endsWith("Up"), match.group(3)))
                : Optional.empty();
    }
}
