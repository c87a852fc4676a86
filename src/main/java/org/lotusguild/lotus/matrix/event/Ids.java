package org.lotusguild.lotus.matrix.event;

import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import tools.jackson.databind.JsonNode;

/** Identifiers in strangers' JSON: there or not, never an exception. */
final class Ids {
    private Ids() {}

    static Optional<EventId> event(JsonNode node) {
        return parsed(node, EventId::parse);
    }

    static Optional<UserId> user(JsonNode node) {
        return parsed(node, UserId::parse);
    }

    private static <T> Optional<T> parsed(JsonNode node, Function<String, T> parse) {
        if (!node.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(node.stringValue()));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
