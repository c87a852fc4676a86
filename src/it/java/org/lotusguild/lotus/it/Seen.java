package org.lotusguild.lotus.it;

import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as a client shows it.
 *
 * @param wireType its type as the homeserver knows it
 * @param session the Megolm session, empty for an event in clear
 * @param ts {@code origin_server_ts}
 * @param colour of the shield: 0 none, 1 grey, 2 red; -1 for an event in clear
 * @param device the device that encrypted it, empty if unknown
 * @param signedByOwner whether the owner of that device has signed it
 * @param failure why it could not be decrypted, empty if it could
 */
record Seen(
        String id,
        String sender,
        String type,
        ObjectNode content,
        String wireType,
        String session,
        long ts,
        int colour,
        String device,
        boolean signedByOwner,
        String failure) {
    static Seen read(ObjectNode tree) {
        return new Seen(
                text(tree, "id"),
                text(tree, "sender"),
                text(tree, "type"),
                Json.objectAt(tree, "content"),
                text(tree, "wireType"),
                text(tree, "session"),
                tree.path("ts").asLong(0),
                tree.path("colour").asInt(-1),
                text(tree, "device"),
                tree.path("signedByOwner").asBoolean(false),
                text(tree, "failure"));
    }

    private static String text(ObjectNode tree, String key) {
        return Json.string(tree, key).orElse("");
    }

    String body() {
        return Json.string(content, "body").orElse("");
    }

    String msgtype() {
        return Json.string(content, "msgtype").orElse("");
    }

    /** The event this one answers, empty if none. */
    String replyTo() {
        return Json.string(content, "m.relates_to", "m.in_reply_to", "event_id").orElse("");
    }

    boolean encrypted() {
        return wireType.equals("m.room.encrypted");
    }
}
