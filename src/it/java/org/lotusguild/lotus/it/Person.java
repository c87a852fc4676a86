package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A person with the SDK under Element Web: sees what a person sees, shields included. */
final class Person {
    private final Oracle oracle;
    private final String as;
    private final String user;
    private final String device;

    Person(Oracle oracle, String as, String user, String device) {
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

    /** Gets the account's identity back with a recovery key, and signs this client's device with it. */
    void recover(String key) {
        ask("recover", Json.object().put("key", key));
    }

    /** Takes all room keys over from the backup, after {@link #recover}. Answers how many. */
    int restoreBackup() {
        return oracle.ask("restoreBackup", mine(Json.object()), Duration.ofSeconds(30)).asInt();
    }

    /** Takes over the room keys of a key file. */
    void importKeys(String file, String passphrase) {
        ask("importKeys", Json.object().put("file", file).put("passphrase", passphrase));
    }

    /** The text of a key file with all room keys of this client. */
    String exportKeys(String passphrase) {
        return ask("exportKeys", Json.object().put("passphrase", passphrase)).asString();
    }

    String createRoom(RoomWish wish) {
        ObjectNode arguments = Json.object();
        arguments.set("options", wish.options());
        return ask("createRoom", arguments).asString();
    }

    /** Opens a direct chat as Element does: room, invite, {@code m.direct}. */
    String openDirect(String other) {
        return ask("openDirect", Json.object().put("user", other)).asString();
    }

    void join(String room) {
        ask("join", in(room));
    }

    void leave(String room) {
        ask("leave", in(room));
    }

    void invite(String room, String other) {
        ask("invite", in(room).put("user", other));
    }

    /** Waits until the other is a member, as this person's client knows it. */
    void awaitJoin(String room, String other) {
        oracle.ask("untilMembership", mine(in(room).put("user", other).put("membership", "join")), Duration.ofSeconds(30));
    }

    /** Sends a text; answers the event id. */
    String text(String room, String body) {
        return send(room, Json.object().put("msgtype", "m.text").put("body", body));
    }

    String send(String room, ObjectNode content) {
        ObjectNode arguments = in(room);
        arguments.set("content", content);
        return ask("send", arguments).asString();
    }

    /** Any event; answers its id. */
    String send(String room, String type, ObjectNode content) {
        ObjectNode arguments = in(room).put("type", type);
        arguments.set("content", content);
        return ask("send", arguments).asString();
    }

    /** Answers the id of the redaction. */
    String redact(String room, String event) {
        return ask("redact", in(room).put("event", event)).asString();
    }

    /** Uploads a file encrypted and sends the message that shows it; answers the event id. */
    String sendFile(String room, String name, byte[] content) {
        JsonNode file = ask("uploadFile", Json.object().put("data", Base64.getEncoder().encodeToString(content)));
        ObjectNode message = Json.object().put("msgtype", "m.file").put("body", name);
        message.set("file", file);
        return send(room, message);
    }

    /** Fetches and decrypts the {@code file} of a message. */
    byte[] readFile(ObjectNode file) {
        ObjectNode arguments = Json.object();
        arguments.set("file", file);
        return Base64.getDecoder().decode(ask("readFile", arguments).asString());
    }

    /** Says "!ping" and waits for the bot's answer. */
    Seen ping(String room, String bot) {
        return seen(room, Wanted.pong(text(room, "!ping")).from(bot));
    }

    Seen seen(String room, Wanted wanted) {
        ObjectNode arguments = in(room);
        arguments.setAll(wanted.fits());
        return Seen.read((ObjectNode) oracle.ask("seen", mine(arguments), wanted.limit()));
    }

    /** What the client holds of the room, oldest first. */
    List<Seen> events(String room) {
        return all(ask("events", in(room)));
    }

    /** What the server holds of the room, oldest first, decrypted where this client can. */
    List<Seen> history(String room) {
        return all(oracle.ask("history", mine(in(room)), Duration.ofSeconds(90)));
    }

    /** Counts the pongs of the bot in the room's whole history, by the event that they answer. */
    Tally pongs(String room, String bot) {
        ObjectNode arguments = in(room).put("sender", bot).put("prefix", "Pong!");
        JsonNode found = oracle.ask("tally", mine(arguments), Duration.ofSeconds(90));
        Map<String, Integer> answers = new HashMap<>();
        found.path("answers").forEach(answer -> answers.put(
                answer.path("trigger").asString(), answer.path("count").asInt()));
        List<String> unreadable = new ArrayList<>();
        found.path("unreadable").forEach(event -> unreadable.add(event.asString()));
        return new Tally(answers, unreadable);
    }

    /** The messages of the room's whole history as the server holds it, oldest first, and which of them this client cannot read. */
    List<Entry> ledger(String room) {
        List<Entry> entries = new ArrayList<>();
        oracle.ask("ledger", mine(in(room)), Duration.ofMinutes(5)).forEach(entry -> entries.add(Entry.read(entry)));
        return entries;
    }

    private static List<Seen> all(JsonNode found) {
        List<Seen> events = new ArrayList<>();
        found.forEach(event -> events.add(Seen.read((ObjectNode) event)));
        return events;
    }

    /** The events of the room that this client cannot read: id, sender and reason each. */
    List<String> undecryptable(String room) {
        List<String> events = new ArrayList<>();
        ask("undecryptable", in(room)).forEach(event -> events.add(event.toString()));
        return events;
    }

    /** Whether the owner of that device has signed it, as this person's client sees it. */
    boolean signedByOwner(String other, String otherDevice) {
        JsonNode trust = ask("trust", Json.object().put("user", other).put("device", otherDevice));
        return trust.path("signedByOwner").asBoolean(false);
    }

    /** Whether this person's client counts the device as verified by a human. */
    boolean verified(String other, String otherDevice) {
        JsonNode trust = ask("trust", Json.object().put("user", other).put("device", otherDevice));
        return trust.path("crossSigned").asBoolean(false);
    }

    /** From now on this person's client gives keys to verified devices only. */
    void withholdFromUnverified() {
        ask("withholdFromUnverified", Json.object());
    }

    /** Asks a device to compare emoji. Answers a handle. */
    int ring(String other, String otherDevice) {
        return ask("ring", Json.object().put("user", other).put("device", otherDevice)).asInt();
    }

    /** Asks a member of a room to compare emoji. Answers a handle. */
    int ringIn(String room, String other) {
        return ask("ring", in(room).put("user", other)).asInt();
    }

    /** Waits until somebody asks to compare emoji. Answers a handle. */
    int rung() {
        return ask("rung", Json.object()).asInt();
    }

    /** Goes through with it in the background. */
    void compare(int request, boolean asks, boolean agree) {
        ask("compare", Json.object().put("request", request).put("asks", asks).put("agree", agree));
    }

    Compared compared(int request) {
        JsonNode end = ask("compared", Json.object().put("request", request));
        return new Compared(end.path("shown").asString(""), end.path("error").asString(""), end.path("code").asString(""));
    }

    /** Devices of a user: id, identity key and fingerprint each. */
    List<String> devices(String other) {
        List<String> devices = new ArrayList<>();
        ask("devices", Json.object().put("user", other)).forEach(entry -> devices.add(entry.toString()));
        return devices;
    }

    /** From now on this person's client gives no keys to devices that their owner has not signed. */
    void excludeInsecureDevices() {
        ask("isolate", Json.object().put("onlySigned", true));
    }

    /** The next message starts a new Megolm session. */
    void discardSession(String room) {
        ask("discardSession", in(room));
    }

    /** A bare call of the client-server API: {@code {status, body}}. */
    JsonNode api(String method, String path) {
        return ask("api", Json.object().put("method", method).put("path", path));
    }

    /** As {@link #api(String, String)}, with a body. */
    JsonNode api(String method, String path, ObjectNode body) {
        ObjectNode arguments = Json.object().put("method", method).put("path", path);
        arguments.set("body", body);
        return ask("api", arguments);
    }

    /** Milliseconds from before encrypting a question to its answer decrypted, one question after the other. */
    List<Double> answerTimes(String room, String body, int count, String answering) {
        ObjectNode arguments = in(room).put("body", body).put("count", count).put("sender", answering);
        return times(oracle.ask("answerTimes", mine(arguments), Duration.ofMinutes(6)));
    }

    /** Milliseconds from before encrypting a message to its arrival, decrypted, at another person of the room. */
    List<Double> floorTimes(String room, String body, int count, Person reader) {
        ObjectNode arguments = in(room).put("body", body).put("count", count).put("reader", reader.as);
        return times(oracle.ask("floorTimes", mine(arguments), Duration.ofMinutes(6)));
    }

    /** When the homeserver took somebody's encrypted events, in milliseconds, oldest first; of the room's last 1,000 events. */
    List<Long> sentAt(String room, String sender) {
        List<Long> times = new ArrayList<>();
        ask("sentAt", in(room).put("sender", sender)).forEach(time -> times.add(time.asLong()));
        return times;
    }

    private static List<Double> times(JsonNode found) {
        List<Double> times = new ArrayList<>();
        found.forEach(time -> times.add(time.asDouble()));
        return times;
    }

    void stop() {
        ask("stop", Json.object());
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
}
