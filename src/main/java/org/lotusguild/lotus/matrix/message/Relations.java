package org.lotusguild.lotus.matrix.message;

import java.util.List;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Puts a message in its place: a reply, in a thread, an edit. Each answers a new content; the given one is not touched. */
public final class Relations {
    /** What a message that shows a file is not valid without. */
    private static final List<String> FILE = List.of("url", "file", "info", "filename");

    private Relations() {}

    public static ObjectNode reply(ObjectNode content, EventId to) {
        ObjectNode relation = Json.object();
        relation.putObject("m.in_reply_to").put("event_id", to.value());
        return related(content, relation);
    }

    /** In the thread of {@code root}, and a real reply to {@code to} there. */
    public static ObjectNode threadReply(ObjectNode content, EventId root, EventId to) {
        ObjectNode relation = Json.object();
        relation.put("rel_type", "m.thread");
        relation.put("event_id", root.value());
        relation.put("is_falling_back", false);
        relation.putObject("m.in_reply_to").put("event_id", to.value());
        return related(content, relation);
    }

    /**
     * The new text, or the new file, of an own message. Clients without edits see it after a star. Nobody is notified again: the mentions
     * are part of the new text only.
     */
    public static ObjectNode edit(ObjectNode content, EventId target) {
        ObjectNode edit = Json.object();
        edit.put("msgtype", Json.string(content, "msgtype").orElse("m.notice"));
        edit.put("body", "* " + Json.string(content, "body").orElse(""));
        edit.putObject("m.mentions");
        FILE.stream().filter(content::has).forEach(name -> edit.set(name, content.get(name)));
        ObjectNode fresh = content.deepCopy();
        fresh.remove("m.relates_to");
        edit.set("m.new_content", fresh);
        return related(edit, relation("m.replace", target));
    }

    /** The whole content of an {@code m.reaction}. */
    public static ObjectNode reaction(EventId target, String key) {
        return related(Json.object(), relation("m.annotation", target).put("key", key));
    }

    /** The whole content of an {@code m.room.redaction}, which takes an event's words away. It is never encrypted. */
    public static ObjectNode redaction(EventId target) {
        return Json.object().put("redacts", target.value());
    }

    /** An event that belongs to another one without standing for it: the end of a poll. */
    public static ObjectNode reference(ObjectNode content, EventId target) {
        return related(content, relation("m.reference", target));
    }

    private static ObjectNode relation(String type, EventId target) {
        return Json.object().put("rel_type", type).put("event_id", target.value());
    }

    private static ObjectNode related(ObjectNode content, ObjectNode relation) {
        ObjectNode more = content.deepCopy();
        more.set("m.relates_to", relation);
        return more;
    }
}
