package org.lotusguild.lotus.matrix.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events without a state key. */
final class TimelineEvents {
    private static final String POLL_RESPONSE = "m.poll.response";
    private static final String POLL_RESPONSE_UNSTABLE = "org.matrix.msc3381.poll.response";

    private TimelineEvents() {}

    static Optional<Incoming> read(EventMeta meta, String type, ObjectNode content, ObjectNode event) {
        return type.equals("m.room.redaction") ? redaction(meta, content, event) : readEncrypted(meta, type, content);
    }

    /** Redactions do not work inside of encryption: there they are unknown events. */
    static Optional<Incoming> readEncrypted(EventMeta meta, String type, ObjectNode content) {
        return switch (type) {
            case "" -> Optional.empty();
            case "m.room.message" -> Relation.is(content, "m.replace") ? edit(meta, content) : message(meta, content);
            case "m.reaction" -> reaction(meta, content);
            case POLL_RESPONSE, POLL_RESPONSE_UNSTABLE -> vote(meta, content);
            default -> Optional.of(new Incoming.Unknown(meta, type, content));
        };
    }

    private static Optional<Incoming> message(EventMeta meta, ObjectNode content) {
        Optional<String> msgtype = Json.string(content, "msgtype");
        Optional<String> body = Json.string(content, "body");
        if (msgtype.isEmpty() || body.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> html = Json.string(content, "format")
                .filter("org.matrix.custom.html"::equals)
                .flatMap(format -> Json.string(content, "formatted_body"));
        return Optional.of(new Incoming.Message(meta, msgtype.get(), body.get(), html, mentions(content), content));
    }

    private static Optional<Incoming> edit(EventMeta meta, ObjectNode content) {
        if (!content.path("m.new_content").isObject()) {
            return Optional.empty();
        }
        return Relation.target(content, "m.replace")
                .map(target -> new Incoming.Edit(meta, target, Json.objectAt(content, "m.new_content")));
    }

    private static Optional<Incoming> reaction(EventMeta meta, ObjectNode content) {
        Optional<EventId> target = Relation.target(content, "m.annotation");
        Optional<String> key = Json.string(content, "m.relates_to", "key");
        if (target.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Incoming.Reaction(meta, target.get(), key.get()));
    }

    /** {@code content.redacts} since room version 11, before that beside the content. */
    private static Optional<Incoming> redaction(EventMeta meta, ObjectNode content, ObjectNode event) {
        return Ids.event(content.path("redacts"))
                .or(() -> Ids.event(event.path("redacts")))
                .map(target -> new Incoming.Redaction(meta, target));
    }

    /** MSC3381, under the stable and the unstable names. No answers = the vote is taken back. */
    private static Optional<Incoming> vote(EventMeta meta, ObjectNode content) {
        JsonNode stable = content.path("m.selections");
        JsonNode chosen = stable.isMissingNode() ? Json.at(content, POLL_RESPONSE_UNSTABLE, "answers") : stable;
        return Relation.target(content, "m.reference").map(poll -> new Incoming.PollVote(meta, poll, strings(chosen)));
    }

    private static Set<UserId> mentions(ObjectNode content) {
        Set<UserId> users = new LinkedHashSet<>();
        Json.at(content, "m.mentions", "user_ids").forEach(id -> Ids.user(id).ifPresent(users::add));
        return users;
    }

    private static List<String> strings(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> {
            if (item.isString()) {
                texts.add(item.stringValue());
            }
        });
        return List.copyOf(texts);
    }
}
