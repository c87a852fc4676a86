package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** Posts of other programs on the trial: into a clear room and an encrypted one. */
@ExtendWith(SharedBed.class)
final class WebhooksIT {
    private static final Duration ARRIVES = Duration.ofSeconds(90);
    private static final Path SAMPLES = Path.of("src/test/resources/webhooks/payloads");
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/webhook/\\S+");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everySampleIsDeliveredIntoBothRoomsFromTheUserOfItsService(Trial trial) throws Exception {
        Person admin = trial.client("admin");
        List<URI> hooks = addresses(trial);
        assertThat(hooks).hasSize(2);
        List<Path> samples = samples();
        for (URI hook : hooks) {
            for (Path sample : samples) {
                post(hook, Files.readString(sample));
            }
        }
        Await.until(ARRIVES, "all deliveries to be over", () -> over(trial) >= 2 * samples.size());
        assertThat(figure(trial, "lotus_webhook_deliveries_total{outcome=\"dead\"}")).isZero();
        for (String room : List.of("spam", "commands")) {
            String id = trial.status().room(room);
            admin.join(id);
            List<String> senders = senders(admin, id);
            assertThat(senders).as(room).contains("@hook_grafana:lotus.test", "@hook_uptime-kuma:lotus.test", "@hook_sonarr:lotus.test");
        }
        JsonNode profile = admin.api("GET", "/_matrix/client/v3/profile/@hook_uptime-kuma:lotus.test").path("body");
        assertThat(profile.path("displayname").asString("")).isEqualTo("Uptime Kuma");
        assertThat(profile.path("avatar_url").asString("")).startsWith("mxc://lotus.test/");
        profilesAreSetOnce(trial);
    }

    /** The trial's own application service plays the hookshot: its sender keeps a hook as hookshot's bot does. */
    @Test
    void aHookOfAHookshotAnswersAtItsOldAddress(Trial trial) throws Exception {
        Path registration = trial.lotus().home().directory().resolve("registration.yaml");
        Matcher token = Pattern.compile("(?m)^as_token: \"?([^\"\\s]+)").matcher(Files.readString(registration));
        assertThat(token.find()).isTrue();
        Bridge hookshot = new Bridge(trial.homeserver().base(), token.group(1));
        String bot = hookshot.ask("GET", "/v3/account/whoami", "").path("user_id").asString("");
        String type = "uk.half-shot.matrix-hookshot.generic.hook";
        String room = hookshot.ask("POST", "/v3/createRoom", "{}").path("room_id").asString("");
        hookshot.ask("PUT", "/v3/rooms/" + room + "/state/" + type + "/Old%20builds", "{\"name\": \"Old builds\"}");
        hookshot.ask(
                "PUT",
                "/v3/user/" + bot + "/rooms/" + room + "/account_data/" + type,
                "{\"2f1c-old-id\": \"Old builds\"}");

        String file = registration.toString();
        Lotus.Outcome dry = trial.lotus().command("hook", "import-hookshot", "--registration", file, "--dry-run");
        assertThat(dry.out()).as(dry.err()).contains("1 would be made").doesNotContain("old-id");
        assertThat(trial.lotus().command("hook", "import-hookshot", "--registration", file).out()).contains("1 made");
        assertThat(trial.lotus().command("hook", "import-hookshot", "--registration", file).out()).contains("0 made, 1 there");
        assertThat(trial.lotus().command("hook", "list", "--imported").out()).contains("Old builds").doesNotContain("spam");

        URI old = addresses(trial).getFirst().resolve("/webhook/2f1c-old-id");
        HttpRequest look = HttpRequest.newBuilder(old).GET().build();
        assertThat(http.send(look, HttpResponse.BodyHandlers.ofString()).statusCode()).as("a hook that takes posts").isEqualTo(405);
        assertThat(trial.lotus().command("hook", "remove", "Old builds").exit()).isZero();
    }

    /** What an application service asks of its homeserver. */
    private record Bridge(String base, String token) {
        JsonNode ask(String method, String path, String body) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/_matrix/client" + path))
                    .header("Authorization", "Bearer " + token)
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                return Json.parse(answer.body());
            }
        }
    }

    private void profilesAreSetOnce(Trial trial) throws Exception {
        for (int restart = 0; restart < 2; restart++) {
            trial.lotus().stop();
            trial.lotus().up();
            String grab = Files.readString(SAMPLES.resolve("sonarr/Grab.json"));
            // The same again within a minute would be known as the same.
            post(addresses(trial).getFirst(), grab.replaceFirst("\\{", "{\"restart\": " + restart + ","));
            Await.until(ARRIVES, "a look at the profile", () -> kept(trial) == 2);
            assertThat(figure(trial, "lotus_webhook_profile_total{outcome=\"name_set\"}")).isZero();
            assertThat(figure(trial, "lotus_webhook_profile_total{outcome=\"avatar_set\"}")).isZero();
        }
    }

    private static double kept(Trial trial) {
        return figure(trial, "lotus_webhook_profile_total{outcome=\"name_kept\"}")
                + figure(trial, "lotus_webhook_profile_total{outcome=\"avatar_kept\"}");
    }

    /** How many deliveries have left the courier's hands, a room each. */
    private static double over(Trial trial) {
        return figure(trial, "lotus_webhook_delivery_seconds_count");
    }

    private static double figure(Trial trial, String name) {
        return trial.lotus().home().metrics().lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static List<String> senders(Person reader, String room) {
        JsonNode page = reader.api("GET", "/_matrix/client/v3/rooms/" + room + "/messages?dir=b&limit=500").path("body");
        return page.path("chunk")
                .valueStream()
                .map(event -> event.path("sender").asString(""))
                .distinct()
                .toList();
    }

    private static List<URI> addresses(Trial trial) {
        Matcher found = ADDRESS.matcher(trial.lotus().output());
        return found.results().map(one -> URI.create(one.group())).toList();
    }

    private static List<Path> samples() {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits as it is told to. */
    private void post(URI hook, String payload) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(hook)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(payload))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        while (answer.statusCode() == 429) {
            Await.elapsed(Duration.ofSeconds(1));
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }
}
