package org.lotusguild.lotus.it;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.OutgoingHttp;
import tools.jackson.databind.node.ObjectNode;

/** Many people in clear rooms, who speak through an application service: as fast as the homeserver takes it. */
final class Crowd {
    private static final String TOKEN = "as-token-of-the-crowd";

    /** For the homeserver. Not that of Lotus, to whom these are people. */
    static final String REGISTRATION = """
            id: crowd
            url: null
            as_token: "%s"
            hs_token: "hs-token-of-the-crowd"
            sender_localpart: crowd-service
            rate_limited: false
            io.element.msc4190: true
            namespaces:
              users: [{exclusive: true, regex: '@crowd_.*:lotus\\.test'}]
              rooms: []
              aliases: [{exclusive: false, regex: '#.*:lotus\\.test'}]
            """.formatted(TOKEN);

    private static final int PAGE = 500;
    private static final String DEVICE = "CROWD";
    /** The bot takes ten in a minute. */
    private static final Duration INVITES = Duration.ofMinutes(10);

    private final OutgoingHttp http = new OutgoingHttp("bench");
    private final Homeserver server;
    private final int size;
    private final AtomicLong transactions = new AtomicLong();

    Crowd(Homeserver server, int size) {
        this.server = server;
        this.size = size;
    }

    String user(int guest) {
        return server.userId("crowd_" + guest);
    }

    void register() {
        each(4, i -> ask(
                "POST",
                "/_matrix/client/v3/register",
                Json.object()
                        .put("type", "m.login.application_service")
                        .put("username", "crowd_" + i)
                        .put("inhibit_login", true)));
    }

    /** Lets everybody do it, so many at a time; a failure of one is the failure of all. */
    void each(int atOnce, IntConsumer effect) {
        Semaphore turns = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, size).forEach(i -> all.add(threads.submit(() -> {
                turns.acquireUninterruptibly();
                try {
                    effect.accept(i);
                } finally {
                    turns.release();
                }
            })));
            all.forEach(Crowd::ended);
        }
    }

    private static void ended(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** A room of this one and those who are invited. */
    String createRoom(int owner, boolean direct, String... invited) {
        ObjectNode body = Json.object().put("preset", "private_chat").put("is_direct", direct);
        for (String user : invited) {
            body.withArray("invite").add(user);
        }
        return Json.string(as(owner, "POST", "/_matrix/client/v3/createRoom", body), "room_id").orElseThrow();
    }

    void awaitJoined(int owner, String room, String user) {
        String path = "/_matrix/client/v3/rooms/" + encoded(room) + "/joined_members";
        Await.until(INVITES, user + " to join", () -> as(owner, "GET", path, Json.object())
                .path("joined")
                .has(user));
    }

    void join(int guest, String room) {
        as(guest, "POST", "/_matrix/client/v3/join/" + encoded(room), Json.object());
    }

    /** From then on {@link #noticeFromDevice} works for it. */
    void makeDevice(int guest) {
        as(guest, "PUT", "/_matrix/client/v3/devices/" + DEVICE, Json.object());
    }

    /** Answers the event id. */
    String say(int who, String room, String body) {
        return put(who, room, Json.object().put("msgtype", "m.text").put("body", body), "");
    }

    /**
     * The event that a hook would make of this text, from a device. Both take the homeserver longer than {@link #say}: it keeps the
     * transaction ids of a device, and checks the mentions of an event that has some.
     */
    String noticeFromDevice(int who, String room, String body) {
        ObjectNode content = Json.object()
                .put("msgtype", "m.notice")
                .put("body", body)
                .put("format", "org.matrix.custom.html")
                .put("formatted_body", "<p>" + body + "</p>");
        content.putObject("m.mentions");
        return put(who, room, content, "?device_id=" + DEVICE);
    }

    private String put(int who, String room, ObjectNode content, String query) {
        String path = "/_matrix/client/v3/rooms/%s/send/m.room.message/t%d%s"
                .formatted(encoded(room), transactions.incrementAndGet(), query);
        return Json.string(as(who, "PUT", path, content), "event_id").orElseThrow();
    }

    /** Everything that was said in the room, the newest first. */
    List<ObjectNode> history(int who, String room) {
        List<ObjectNode> all = new ArrayList<>();
        Optional<String> from = Optional.empty();
        do {
            String path = "/_matrix/client/v3/rooms/%s/messages?dir=b&limit=%d".formatted(encoded(room), PAGE)
                    + from.map(f -> "&from=" + encoded(f)).orElse("");
            ObjectNode page = as(who, "GET", path, Json.object());
            page.path("chunk").forEach(event -> all.add((ObjectNode) event));
            from = Json.string(page, "end");
        } while (from.isPresent());
        return all;
    }

    ObjectNode as(int guest, String method, String path, ObjectNode body) {
        return ask(method, path + (path.contains("?") ? "&" : "?") + "user_id=" + encoded(user(guest)), body);
    }

    private ObjectNode ask(String method, String path, ObjectNode body) {
        HttpCall call = HttpCall.of(method, URI.create(server.base() + path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofMinutes(2))
                .answerCap(64 << 20);
        HttpAnswer answer = http.send(method.equals("GET") ? call : call.body(HttpBody.json(body)));
        if (!answer.ok()) {
            throw new IllegalStateException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return Json.parseObject(answer.body());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
