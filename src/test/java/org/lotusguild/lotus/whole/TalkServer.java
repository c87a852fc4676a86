package org.lotusguild.lotus.whole;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A homeserver with one bot on it: its keys are those of the key server, its sync answers those that a test gives it. */
final class TalkServer implements AutoCloseable {
    private static final String API = "/_matrix/client/v3";
    private static final long HOLD_MILLIS = 50;

    private final FakeHomeserver server = FakeHomeserver.start();
    private final KeyServer keys;
    private final Clock clock;
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Map<String, String> events = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private volatile Optional<DeviceId> device = Optional.empty();
    private Optional<String> last = Optional.empty();
    private int position;

    private record Sent(RoomId room, ObjectNode event) {}

    TalkServer(KeyServer keys, Clock clock) throws IOException {
        this.keys = keys;
        this.clock = clock;
        entry();
        rooms();
        keyRequests();
        server.on("GET", API + "/sync", this::sync);
        server.on("PUT", API + "/rooms/.*/send/.*", this::taken);
        tell("""
                "rooms": {"join": {"!room": %s, "!crypt": %s}}
                """.formatted(room(false), room(true)));
    }

    URI url() {
        return server.url();
    }

    FakeHomeserver homeserver() {
        return server;
    }

    private void entry() {
        server.on("GET", "/_matrix/client/versions", Answer.json(Map.of("versions", List.of("v1.11"))));
        server.on("GET", API + "/capabilities", Answer.ok());
        server.on("POST", API + "/register", Answer.error(400, "M_USER_IN_USE", "taken"));
        server.on("PUT", API + "/devices/.*", asked -> {
            device = Optional.of(new DeviceId(asked.path().substring((API + "/devices/").length())));
            locked(() -> {
                keys.login(TalkBed.BOT, device.orElseThrow());
                return true;
            });
            return Answer.ok();
        });
        server.on(
                "GET",
                API + "/account/whoami",
                asked -> Answer.json(Map.of(
                        "user_id",
                        TalkBed.BOT.value(),
                        "device_id",
                        device.orElseThrow().value())));
        server.on("POST", API + "/user/.*/filter", Answer.json(Map.of("filter_id", "f1")));
        server.on("GET", API + "/user/.*/account_data/.*", Answer.error(404, "M_NOT_FOUND", "none"));
        server.on("PUT", API + "/user/.*/account_data/.*", Answer.ok());
        server.on("GET", API + "/room_keys/version", Answer.error(404, "M_NOT_FOUND", "none"));
    }

    private void rooms() {
        ObjectNode members = Json.object();
        members.putArray("chunk").add(member("@lotus:example.org")).add(member("@alice:example.org"));
        server.on("GET", API + "/rooms/.*/members", Answer.json(members));
        server.on("POST", API + "/rooms/.*/leave", Answer.ok());
    }

    private ObjectNode member(String user) {
        return state("m.room.member", user, user, Json.object().put("membership", "join"));
    }

    private ObjectNode state(String type, String key, String sender, ObjectNode content) {
        ObjectNode event = Json.object()
                .put("event_id", "$" + type + key)
                .put("type", type)
                .put("state_key", key)
                .put("sender", sender)
                .put("origin_server_ts", clock.millis());
        event.set("content", content);
        return event;
    }

    private String room(boolean encrypted) {
        ObjectNode room = Json.object();
        ArrayNode state = room.putObject("state").putArray("events");
        state.add(state("m.room.create", "", "@alice:example.org", Json.object().put("room_version", "12")));
        state.add(member("@lotus:example.org")).add(member("@alice:example.org"));
        if (encrypted) {
            state.add(state(
                    "m.room.encryption",
                    "",
                    "@alice:example.org",
                    Json.object().put("algorithm", "m.megolm.v1.aes-sha2")));
        }
        return Json.text(room);
    }

    private void keyRequests() {
        keyRequest("POST", "/keys/upload", asked -> keys.upload(TalkBed.BOT, device.orElseThrow(), asked.json()));
        keyRequest("POST", "/keys/query", asked -> keys.query(TalkBed.BOT, asked.json()));
        keyRequest("POST", "/keys/claim", asked -> keys.claim(asked.json()));
        keyRequest("POST", "/keys/device_signing/upload", asked -> keys.uploadSigningKeys(TalkBed.BOT, asked.json()));
        keyRequest("POST", "/keys/signatures/upload", asked -> keys.uploadSignatures(TalkBed.BOT, asked.json()));
        keyRequest("PUT", "/sendToDevice/.*", asked -> {
            String[] path = decoded(asked).split("/");
            return keys.sendToDevice(TalkBed.BOT, path[5], path[6], asked.json());
        });
    }

    private interface Keys {
        org.lotusguild.lotus.crypto.fake.Answer answer(Asked asked);
    }

    private void keyRequest(String method, String path, Keys effect) {
        server.on(method, API + path, asked -> {
            var answer = locked(() -> effect.answer(asked));
            return Answer.json(answer.status(), answer.body());
        });
    }

    private <T> T locked(Supplier<T> effect) {
        synchronized (keys) {
            return effect.get();
        }
    }

    /** The next answer to sync has these members, besides those about keys. */
    void tell(String members) {
        told.add(members);
    }

    /** These events come in that room's timeline. */
    void tell(RoomId room, ObjectNode... timeline) {
        String all = List.of(timeline).stream().map(Json::text).collect(Collectors.joining(","));
        tell("\"rooms\": {\"join\": {\"%s\": {\"timeline\": {\"events\": [%s]}}}}".formatted(room, all));
    }

    /** What was not taken in comes again as it was. */
    private synchronized Answer sync(Asked asked) {
        if (last.isPresent() && !("s" + position).equals(asked.query().getOrDefault("since", ""))) {
            return Answer.json(last.get());
        }
        String members = next(Long.parseLong(asked.query().getOrDefault("timeout", "0")));
        position++;
        last = Optional.of("{%s,%s\"next_batch\":\"s%d\"}".formatted(members, aboutKeys(members), position));
        return Answer.json(last.get());
    }

    private String next(long timeout) {
        try {
            String next = told.poll(Math.min(timeout, HOLD_MILLIS), TimeUnit.MILLISECONDS);
            return next == null ? "\"x\": 0" : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "\"x\": 0";
        }
    }

    /** Unless the test tells about keys itself: then the homeserver's own news waits. */
    private String aboutKeys(String members) {
        if (members.contains("\"to_device\"") || members.contains("device_")) {
            return "";
        }
        SyncChanges news = locked(() -> keys.sync(TalkBed.BOT, device.orElseThrow()));
        ObjectNode answer = Json.object();
        news.toDevice().forEach(answer.putObject("to_device").putArray("events")::add);
        news.changed()
                .forEach(user ->
                        answer.withObject("/device_lists").withArray("/changed").add(user.value()));
        answer.set("device_one_time_keys_count", Json.tree(news.keyCounts()));
        news.unusedFallback().ifPresent(types -> answer.set("device_unused_fallback_key_types", Json.tree(types)));
        String text = Json.text(answer);
        return text.substring(1, text.length() - 1) + ",";
    }

    private synchronized Answer taken(Asked asked) {
        String[] path = decoded(asked).split("/");
        String id = events.computeIfAbsent(path[8], txn -> {
            ObjectNode event = Json.object()
                    .put("event_id", "$sent" + sent.size())
                    .put("type", path[7])
                    .put("sender", TalkBed.BOT.value())
                    .put("origin_server_ts", clock.millis());
            event.set("content", asked.json());
            sent.add(new Sent(RoomId.parse(path[5]), event));
            return "$sent" + (sent.size() - 1);
        });
        return Answer.json(Json.object().put("event_id", id));
    }

    /** What the bot has written there. */
    synchronized List<ObjectNode> sent(RoomId room) {
        return sent.stream()
                .filter(one -> one.room().equals(room))
                .map(one -> one.event().deepCopy())
                .toList();
    }

    private static String decoded(Asked asked) {
        return URLDecoder.decode(asked.path(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
