package org.lotusguild.lotus.matrix.sync;

import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as it waits in the inbox.
 *
 * @param outcome what the crypto machine made of it; empty if it came in clear
 * @param released whether it had waited for its key: then its {@code unsigned.age} is out of date
 */
record Parcel(ObjectNode event, Optional<Decrypted> outcome, boolean released) {

    byte[] bytes() {
        ObjectNode tree = Json.object();
        tree.set("event", event);
        tree.put("released", released);
        outcome.ifPresent(result -> tree.set("outcome", written(result)));
        return Json.bytes(tree);
    }

    static Parcel of(byte[] bytes) {
        ObjectNode tree = Json.parseObject(bytes);
        return new Parcel(
                Json.objectAt(tree, "event"),
                tree.has("outcome") ? Optional.of(read(Json.objectAt(tree, "outcome"))) : Optional.empty(),
                tree.path("released").asBoolean(false));
    }

    private static ObjectNode written(Decrypted result) {
        ObjectNode tree = Json.object();
        switch (result) {
            case Decrypted.Clear(String type, ObjectNode content, Trust trust) -> {
                tree.put("is", "clear").put("type", type).put("trust", trust.name());
                tree.set("content", content);
            }
            case Decrypted.Waiting(var reason) -> tree.put("is", "waiting").put("reason", reason.name());
            case Decrypted.Refused(var reason) -> tree.put("is", "refused").put("reason", reason.name());
        }
        return tree;
    }

    private static Decrypted read(ObjectNode tree) {
        return switch (text(tree, "is")) {
            case "clear" ->
                new Decrypted.Clear(
                        text(tree, "type"), Json.objectAt(tree, "content"), Trust.valueOf(text(tree, "trust")));
            case "waiting" -> new Decrypted.Waiting(Decrypted.Reason.valueOf(text(tree, "reason")));
            default -> new Decrypted.Refused(Decrypted.Reason.valueOf(text(tree, "reason")));
        };
    }

    private static String text(ObjectNode tree, String name) {
        return Json.string(tree, name).orElseThrow(() -> new MalformedJson("a parcel lacks " + name, null));
    }
}
