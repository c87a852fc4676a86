package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code lotus up --only webhooks} in two processes on one PostgreSQL: both take posts, the lease decides who delivers. */
@Timeout(300)
final class WebhooksAloneIT {
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);
    private static final Duration ARRIVES = Duration.ofSeconds(60);
    private static final int WAVE = 30;
    private static final String BOT = "@lotus:lotus.test";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<Integer> acknowledged = new TreeSet<>();
    private int next;

    @Test
    void eachAcknowledgedPostArrivesOnceThroughTheDeathOfWhoDelivers() throws Exception {
        try (ExistingServer server = ExistingServer.startAlone("webhooks", Crowd.REGISTRATION, WebhooksAloneIT::configure)) {
            Crowd crowd = new Crowd(server.homeserver(), 1);
            crowd.register();
            String room = publicRoom(crowd, "posts");
            String admins = publicRoom(crowd, "admins");
            Lotus first = server.lotus();
            String closed = closedRoom(server, crowd);
            Home twin = first.home().twin();
            twin.webhooks("admin-room: \"#admins:lotus.test\"");
            twin.hook("closed", "rooms: [{room: \"" + closed + "\"}]");
            try (Lotus second = new Lotus(twin, server.oracle()::abort, "--only", "webhooks")) {
                second.up();
                post(first, second);
                Await.until(ARRIVES, "the first posts", () -> there(crowd, room).keySet().containsAll(acknowledged));
                assertThat(sent(first)).isPositive();
                assertThat(sent(second)).isZero();

                post(first, second);
                first.kill();
                long killed = System.nanoTime();
                int after = next + 1;
                post(second);
                Await.until(ARRIVES, "what was posted after the kill", () -> there(crowd, room).keySet().stream()
                        .anyMatch(number -> number >= after));
                Duration gap = Duration.ofNanos(System.nanoTime() - killed);
                System.out.println("the other delivers what came later " + gap.toMillis() + " ms after the kill");
                assertThat(gap).isLessThan(TAKE_OVER);

                first.up();
                post(first, second);
                Await.until(ARRIVES, "the last posts", () -> there(crowd, room).keySet().containsAll(acknowledged));
                assertThat(acknowledged).hasSize(next);
                assertThat(there(crowd, room)).hasSize(next).allSatisfy((number, times) -> assertThat(times).isEqualTo(1));

                send(second, "closed", "{\"text\": \"let in by the bot\"}");
                Await.until(ARRIVES, "a message in the closed room", () -> crowd.history(0, closed).stream()
                        .anyMatch(event -> body(event).equals("let in by the bot")));
                send(first, "lost", "{\"text\": \"nobody sees this\"}");
                Await.until(ARRIVES, "a line for the admins", () -> crowd.history(0, admins).stream()
                        .anyMatch(event -> body(event).startsWith("📮 lost – 1 message could not be delivered")));
            }
        }
    }

    private static void configure(Home home) {
        home.secret("hook", "numbers-id");
        home.secret("lost", "lost-id");
        home.append("""
                webhooks:
                  limits: {per-hook: off, per-address: off}
                  hooks:
                    - {name: numbers, id: {file: secrets/hook}, rooms: [{room: "#posts:lotus.test"}]}
                    - {name: lost, id: {file: secrets/lost}, rooms: [{room: "#nowhere:lotus.test"}]}
                """);
    }

    private static String publicRoom(Crowd crowd, String alias) {
        ObjectNode wish = Json.object().put("preset", "public_chat").put("room_alias_name", alias);
        return Json.string(crowd.as(0, "POST", "/_matrix/client/v3/createRoom", wish), "room_id").orElseThrow();
    }

    /** For the invited, and the bot is one of them, though it runs nowhere. */
    private static String closedRoom(ExistingServer server, Crowd crowd) throws Exception {
        AppService lotus = AppService.of(server.lotus().home(), server.homeserver());
        lotus.ask("POST", "/v3/register", "{\"type\": \"m.login.application_service\", \"username\": \"lotus\", \"inhibit_login\": true}");
        String room = crowd.createRoom(0, false, BOT);
        lotus.ask("POST", "/v3/rooms/" + Crowd.encoded(room) + "/join?user_id=" + Crowd.encoded(BOT), "{}");
        return room;
    }

    /** A wave of posts, to these in turn. */
    private void post(Lotus... processes) throws Exception {
        for (int i = 0; i < WAVE; i++) {
            int number = ++next;
            if (send(processes[i % processes.length], "numbers", "{\"text\": \"post " + number + "\"}") == 202) {
                acknowledged.add(number);
            }
        }
    }

    private int send(Lotus to, String hook, String body) throws Exception {
        URI address = URI.create("http://127.0.0.1:%d/webhook/%s-id".formatted(to.home().publicPort(), hook));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static double sent(Lotus of) {
        return of.home().metrics().lines()
                .filter(line -> line.startsWith("lotus_webhook_deliveries_total{") && line.contains("outcome=\"sent\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** How often each number is in the room. */
    private static Map<Integer, Integer> there(Crowd crowd, String room) {
        Map<Integer, Integer> there = new HashMap<>();
        crowd.history(0, room).stream()
                .map(WebhooksAloneIT::body)
                .filter(body -> body.startsWith("post "))
                .forEach(body -> there.merge(Integer.valueOf(body.substring(5)), 1, Integer::sum));
        return there;
    }

    private static String body(ObjectNode event) {
        return Json.string(event, "content", "body").orElse("");
    }
}
