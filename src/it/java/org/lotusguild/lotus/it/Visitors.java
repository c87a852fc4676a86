package org.lotusguild.lotus.it;

import java.io.IOException;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
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

    private final String proxy;
    private final String homeserver;
    private final String secret;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting())
            .build();

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

    boolean reachable() {
        try {
            return call("GET", proxy + "/_matrix/client/versions", "", Json.object()).statusCode() == 200;
        } catch (AssertionError e) {
            return false;
        }
    }

    /** A new person, signed in through the proxy. */
    Visitor made(String name) throws GeneralSecurityException {
        String nonce = Json.string(json("GET", homeserver + "/_synapse/admin/v1/register", "", Json.object()), "nonce").orElseThrow();
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String signed = String.join("\0", nonce, name, "wonderland", "notadmin");
        ObjectNode wish = Json.object();
        wish.put("nonce", nonce).put("username", name).put("password", "wonderland").put("admin", false);
        wish.put("mac", HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        json("POST", homeserver + "/_synapse/admin/v1/register", "", wish);
        return new Visitor(name, login(name));
    }

    /** The proxy lets an address sign in twelve times a minute and nine times at once: the rest wait at the main process. */
    private String login(String name) {
        ObjectNode wish = Json.object();
        wish.put("type", "m.login.password").put("password", "wonderland");
        wish.putObject("identifier").put("type", "m.id.user").put("user", name);
        String path = "/_matrix/client/v3/login";
        HttpResponse<String> answer = call("POST", proxy + path, "", wish);
        ObjectNode told = answer.statusCode() == 429 ? json("POST", homeserver + path, "", wish) : read(answer);
        return Json.string(told, "access_token").orElseThrow();
    }

    /** One of them. */
    final class Visitor {
        private final String name;
        private final String token;

        private Visitor(String name, String token) {
            this.name = name;
            this.token = token;
        }

        String createRoom() {
            ObjectNode wish = Json.object();
            wish.put("preset", "public_chat");
            return Json.string(json("POST", proxy + "/_matrix/client/v3/createRoom", token, wish), "room_id").orElseThrow();
        }

        String join(String room) {
            return Json.string(json("POST", proxy + "/_matrix/client/v3/join/" + encoded(room), token, Json.object()), "room_id")
                    .orElseThrow();
        }

        /** The event's id. Sent again under the same name until it is taken, as clients do. */
        String send(String room, String text) {
            ObjectNode content = Json.object();
            content.put("msgtype", "m.text").put("body", text);
            String url = proxy + "/_matrix/client/v3/rooms/" + encoded(room) + "/send/m.room.message/" + encoded(name + text);
            ObjectNode[] told = {Json.object()};
            Await.until(LIMIT, name + " to send", () -> {
                HttpResponse<String> answer = call("PUT", url, token, content);
                told[0] = answer.statusCode() == 200 ? read(answer) : told[0];
                return answer.statusCode() == 200;
            });
            return Json.string(told[0], "event_id").orElseThrow();
        }

        /** Syncs until all these events are there; answers which of the room's messages are. */
        Set<String> awaitAll(String room, Set<String> wanted, Duration limit) {
            Set<String> seen = new HashSet<>();
            String filter = encoded("{\"room\":{\"timeline\":{\"limit\":1000,\"types\":[\"m.room.message\"]},"
                    + "\"state\":{\"limit\":0,\"types\":[]}},\"presence\":{\"types\":[]}}");
            String[] since = {""};
            Await.until(limit, name + " to see " + wanted.size() + " messages", () -> {
                ObjectNode sync = json("GET", proxy + "/_matrix/client/v3/sync?filter=" + filter + since[0], token, Json.object());
                since[0] = "&timeout=1000&since=" + Json.string(sync, "next_batch").orElseThrow();
                Json.at(sync, "rooms", "join", room, "timeline", "events")
                        .forEach(event -> seen.add(event.path("event_id").asString()));
                return seen.containsAll(wanted);
            });
            return seen;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private ObjectNode json(String method, String url, String token, ObjectNode body) {
        HttpResponse<String> answer = call(method, url, token, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(method + " " + url + ": " + answer.statusCode() + " " + answer.body());
        }
        return read(answer);
    }

    private static ObjectNode read(HttpResponse<String> answer) {
        return Json.parseObject(answer.body());
    }

    private HttpResponse<String> call(String method, String url, String token, ObjectNode body) {
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
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
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
