package org.lotusguild.lotus.guild;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bodies for {@code POST /createRoom}: a new room is never open or clear for a moment, and carries its key in the create
 * event, so that a run that died after the call finds it again. Room version 12, whatever the homeserver's usual one is:
 * before it a creator has no more power than the levels say, and they name the admins alone. Never
 * {@code trusted_private_chat}: in version 12 it makes the invited creators for ever.
 */
final class RoomBlueprint {
    private static final String MARK = "org.lotusguild.lotus.room";
    private static final String VERSION = "12";
    private static final int ADMIN = 100;

    private RoomBlueprint() {}

    static ObjectNode space(String name, List<UserId> admins) {
        ObjectNode body = named(name, Optional.empty());
        body.putObject("creation_content").put("type", "m.space").put(MARK, Planner.SPACE);
        levels(body, admins).put("events_default", ADMIN);
        ArrayNode state = body.putArray("initial_state");
        state(state, "m.room.join_rules").put("join_rule", "invite");
        state(state, "m.room.history_visibility").put("history_visibility", "shared");
        return body;
    }

    static ObjectNode room(String key, GuildConfig.Room wanted, RoomId space, String via, List<UserId> admins) {
        ObjectNode body = named(wanted.name(), wanted.topic());
        body.putObject("creation_content").put(MARK, key);
        levels(body, admins);
        ArrayNode state = body.putArray("initial_state");
        joinRules(state, wanted.join(), space);
        boolean closed = wanted.join() == GuildConfig.Join.INVITE;
        state(state, "m.room.history_visibility").put("history_visibility", closed ? "joined" : "shared");
        if (wanted.encryption()) {
            state(state, "m.room.encryption").put("algorithm", "m.megolm.v1.aes-sha2");
        }
        ObjectNode parent = state.addObject().put("type", "m.space.parent").put("state_key", space.value());
        parent.putObject("content").put("canonical", true).putArray("via").add(via);
        return body;
    }

    /** The content of {@code m.space.child}. */
    static ObjectNode child(String via) {
        ObjectNode content = Json.object();
        content.putArray("via").add(via);
        content.put("suggested", true);
        return content;
    }

    /** The key in the content of a create event of ours. */
    static Optional<String> keyOf(Optional<ObjectNode> create) {
        return create.flatMap(content -> Json.string(content, MARK));
    }

    private static ObjectNode named(String name, Optional<String> topic) {
        ObjectNode body = Json.object()
                .put("room_version", VERSION)
                .put("preset", "private_chat")
                .put("name", name);
        topic.ifPresent(text -> body.put("topic", text));
        return body;
    }

    private static ObjectNode levels(ObjectNode body, List<UserId> admins) {
        ObjectNode levels = body.putObject("power_level_content_override");
        ObjectNode users = levels.putObject("users");
        admins.forEach(admin -> users.put(admin.value(), ADMIN));
        return levels;
    }

    private static void joinRules(ArrayNode state, GuildConfig.Join join, RoomId space) {
        ObjectNode content = state(state, "m.room.join_rules");
        switch (join) {
            case PUBLIC -> content.put("join_rule", "public");
            case INVITE -> content.put("join_rule", "invite");
            case RESTRICTED ->
                content.put("join_rule", "restricted")
                        .putArray("allow")
                        .addObject()
                        .put("type", "m.room_membership")
                        .put("room_id", space.value());
        }
    }

    private static ObjectNode state(ArrayNode state, String type) {
        return state.addObject().put("type", type).put("state_key", "").putObject("content");
    }
}
