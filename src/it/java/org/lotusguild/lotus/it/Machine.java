package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One device on the Rust machine under Element X, whose every request the test sends, holds, repeats or spoils by hand. */
final class Machine {
    private final Oracle oracle;
    private final String as;
    private final String user;
    private final String device;

    Machine(Oracle oracle, String as, String user, String device) {
        this.oracle = oracle;
        this.as = as;
        this.user = user;
        this.device = device;
    }

    String user() {
        return user;
    }

    String device() {
        return device;
    }

    void crossSign() {
        ask("crossSign", Json.object());
    }

    void join(String room) {
        ask("join", in(room));
    }

    void leave(String room) {
        ask("machineLeave", in(room));
    }

    /** One step of its sync. */
    void sync() {
        oracle.ask("sync", mine(Json.object()), Duration.ZERO);
    }

    /** The next message starts a new Megolm session. */
    void rotate(String room) {
        ask("rotate", in(room));
    }

    /** Makes the requests that carry the room key, and keeps them back. Answers the handle. */
    int hold(String room) {
        return ask("hold", in(room)).asInt();
    }

    /** Sends what was kept back. */
    void perform(int held) {
        ask("perform", holding(held));
    }

    /** Sends what was kept back for one device, damaged in the middle, and nothing to the others. */
    void spoil(int held, String toUser, String toDevice) {
        ask("spoil", holding(held).put("user", toUser).put("device", toDevice));
    }

    /** The Olm message for one device among what was kept back. */
    ObjectNode addressed(int held, String toUser, String toDevice) {
        return (ObjectNode) ask("addressed", holding(held).put("user", toUser).put("device", toDevice));
    }

    /** Takes a key of another device, as one does who begins an Olm session with it. Empty if there is none left. */
    JsonNode claim(String ofUser, String ofDevice, String algorithm) {
        ObjectNode body = Json.object();
        body.putObject("one_time_keys").putObject(ofUser).put(ofDevice, algorithm);
        ObjectNode arguments = Json.object().put("method", "POST").put("path", "v3/keys/claim");
        arguments.set("body", body);
        JsonNode keys = ask("machineApi", arguments).path("one_time_keys").path(ofUser).path(ofDevice);
        return Json.tree(keys.valueStream().toList());
    }

    void toDevice(String type, String toUser, String toDevice, ObjectNode content) {
        ObjectNode arguments = Json.object().put("type", type).put("user", toUser).put("device", toDevice);
        arguments.set("content", content);
        ask("toDeviceRaw", arguments);
    }

    /** Encrypts a text for the room without sending it. */
    ObjectNode encrypt(String room, String body) {
        ObjectNode arguments = in(room);
        arguments.set("content", Json.object().put("msgtype", "m.text").put("body", body));
        return (ObjectNode) ask("encrypt", arguments);
    }

    /** Sends encrypted content as it is. Answers the event id. */
    String put(String room, ObjectNode content) {
        ObjectNode arguments = in(room);
        arguments.set("content", content);
        return ask("put", arguments).asString();
    }

    /** Shares the room key and sends a text. Answers the event id. */
    String text(String room, String body) {
        return ask("text", in(room).put("body", body)).asString();
    }

    /** Syncs until an event that it can read fits. */
    Seen seen(String room, Wanted wanted) {
        ObjectNode arguments = in(room);
        arguments.setAll(wanted.fits());
        return Seen.read((ObjectNode) oracle.ask("machineSeen", mine(arguments), wanted.limit()));
    }

    /** Syncs until a to-device event of this type arrived, decrypted where it was Olm. */
    ObjectNode received(String type) {
        return (ObjectNode) oracle.ask("received", mine(Json.object().put("type", type)), Duration.ofSeconds(20));
    }

    /** The Megolm sessions of the sender's events in the room, as they came on the wire. */
    List<String> sessionsOf(String room, String sender) {
        List<String> sessions = new ArrayList<>();
        for (JsonNode event : ask("wire", in(room))) {
            if (event.path("sender").asString().equals(sender)) {
                Json.string(event, "content", "session_id").ifPresent(sessions::add);
            }
        }
        return sessions;
    }

    private JsonNode ask(String what, ObjectNode arguments) {
        return oracle.ask(what, mine(arguments));
    }

    private ObjectNode mine(ObjectNode arguments) {
        return arguments.put("as", as);
    }

    private static ObjectNode in(String room) {
        return Json.object().put("room", room);
    }

    private static ObjectNode holding(int held) {
        return Json.object().put("held", held);
    }
}
