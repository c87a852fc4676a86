package org.lotusguild.lotus.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** People who come through a proxy with a certificate that nobody signed, and speak plainly. */
final class Visitors {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The proxy lets an address sign in nine times at once. */
    private static final int DOORS = 8;

    private final String proxy;
    private final String homeserver;
    private final String secret;
    private final List<HttpClient> doors =
            IntStream.range(0, DOORS).mapToObj(door -> door("127.0.0." + (2 + door))).toList();
    private final AtomicInteger came = new AtomicInteger();

    /**
     * @param proxy where they come in
     * @param homeserver the main process itself, for accounts
     * @param secret of registration
     */
    Visitors(String proxy, String homeserver, String secret) {
        this.proxy = proxy;
        this.homeserver = homeserver;
        this.secret = secret;
    }

    private static HttpClient door(String address) {
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(trusting())
                    .localAddress(InetAddress.getByName(address))
                    .build();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    boolean reachable() {
        try {
            return call(doors.getFirst(), "GET", proxy + "/_matrix/client/versions", "", Json.object()).statusCode() == 200;
        } catch (AssertionError e) {
            return false;
        }
    }

    /** A new person, signed in through the proxy. */
    Visitor made(String name) throws GeneralSecurityException {
        String nonce = Json.string(json(doors.getFirst(), "GET", homeserver + "/_synapse/admin/v1/register", "", Json.object()), "nonce").orElseThrow();
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String signed = String.join("\0", nonce, name, "wonderland", "notadmin");
        ObjectNode wish = Json.object();
        wish.put("nonce", nonce).put("username", name).put("password", "wonderland").put("admin", false);
        wish.put("mac", HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        json(doors.getFirst(), "POST", homeserver + "/_synapse/admin/v1/register", "", wish);
        HttpClient door = doors.get(came.getAndIncrement() % DOORS);
        return new Visitor(name, door, login(name, door));
    }

    private String login(String name, HttpClient door) {
        ObjectNode wish = Json.object();
        wish.put("type", "m.login.password").put("password", "wonderland");
        wish.putObject("identifier").put("type", "m.id.user").put("user", name);
        ObjectNode told = json(door, "POST", proxy + "/_matrix/client/v3/login", "", wish);
        return Json.string(told, "access_token").orElseThrow();
    }

    /** One of them. */
    final class Visitor {
        private final String name;
        private final HttpClient door;
        private final String token;
        private final List<String> seen = new ArrayList<>();
        private String since = "";

        private Visitor(String name, HttpClient door, String token) {
            this.name = name;
            this.door = door;
            this.token = token;
        }

        String createRoom() {
            ObjectNode wish = Json.object();
            wish.put("preset", "public_chat");
            return Json.string(json(door, "POST", proxy + "/_matrix/client/v3/createRoom", token, wish), "room_id").orElseThrow();
        }

        String join(String room) {
            return Json.string(json(door, "POST", proxy + "/_matrix/client/v3/join/" + encoded(room), token, Json.object()), "room_id")
                    .orElseThrow();
        }

        /** The event's id. Sent again under the same name until it is taken, as clients do. */
        String send(String room, String text) {
            ObjectNode content = Json.object();
            content.put("msgtype", "m.text").put("body", text);
            String url = proxy + "/_matrix/client/v3/rooms/" + encoded(room) + "/send/m.room.message/" + encoded(name + text);
            ObjectNode[] told = {Json.object()};
            Await.until(LIMIT, name + " to send", () -> {
                HttpResponse<String> answer = call(door, "PUT", url, token, content);
                told[0] = answer.statusCode() == 200 ? read(answer) : told[0];
                return answer.statusCode() == 200;
            });
            return Json.string(told[0], "event_id").orElseThrow();
        }

        /** Goes on syncing until all these events are there; answers the room's messages so far, as they came. */
        List<String> awaitAll(String room, Set<String> wanted, Duration limit) {
            String filter = encoded("{\"room\":{\"timeline\":{\"limit\":1000,\"types\":[\"m.room.message\"]},"
                    + "\"state\":{\"limit\":0,\"types\":[]}},\"presence\":{\"types\":[]}}");
            Await.until(limit, name + " to see " + wanted.size() + " messages", () -> {
                ObjectNode sync = json(door, "GET", proxy + "/_matrix/client/v3/sync?filter=" + filter + since, token, Json.object());
                since = "&timeout=1000&since=" + Json.string(sync, "next_batch").orElseThrow();
                Json.at(sync, "rooms", "join", room, "timeline", "events")
                        .forEach(event -> seen.add(event.path("event_id").asString()));
                return seen.containsAll(wanted);
            });
            return List.copyOf(seen);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ObjectNode json(HttpClient door, String method, String url, String token, ObjectNode body) {
        HttpResponse<String> answer = call(door, method, url, token, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(method + " " + url + ": " + answer.statusCode() + " " + answer.body());
        }
        return read(answer);
    }

    private static ObjectNode read(HttpResponse<String> answer) {
        return Json.parseObject(answer.body());
    }

    private static HttpResponse<String> call(HttpClient door, String method, String url, String token, ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return door.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Trusts every certificate: the tests' own. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
