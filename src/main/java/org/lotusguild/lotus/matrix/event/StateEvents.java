package org.lotusguild.lotus.matrix.event;

import java.util.Locale;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Events with a state key. */
final class StateEvents {
    private StateEvents() {}

    static Optional<Incoming> read(EventMeta meta, String type, String stateKey, ObjectNode event) {
        ObjectNode content = Json.objectAt(event, "content");
        if (type.isEmpty()) {
            return Optional.empty();
        }
        return type.equals("m.room.member")
                ? membership(meta, stateKey, content, event)
                : Optional.of(new Incoming.StateChange(meta, type, stateKey, content));
    }

    private static Optional<Incoming> membership(
            EventMeta meta, String stateKey, ObjectNode content, ObjectNode event) {
        Optional<UserId> user = Ids.user(StringNode.valueOf(stateKey));
        Optional<Incoming.Member> now = member(content);
        if (user.isEmpty() || now.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Incoming.Membership(meta, user.get(), now.get(), before(event), content));
    }

    private static Optional<Incoming.Member> before(ObjectNode event) {
        return member(Json.at(event, "unsigned", "prev_content")).or(() -> member(event.path("prev_content")));
    }

    private static Optional<Incoming.Member> member(JsonNode content) {
        String word = Json.string(content, "membership").orElse("");
        for (Incoming.Member member : Incoming.Member.values()) {
            if (member.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }
}
