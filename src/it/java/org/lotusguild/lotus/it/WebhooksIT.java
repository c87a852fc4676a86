package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Relations;
import tools.jackson.databind.JsonNode;

/** Posts of other programs on the trial: into a clear room and an encrypted one. */
@ExtendWith(SharedBed.class)
final class WebhooksIT {
    private static final Duration ARRIVES = Duration.ofSeconds(90);
    private static final String SIGNED = "{\"text\": \"whoever signs is believed\"}";
    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\\.[a-z]+");
    private static final String GRAFANA = "@hook_grafana:lotus.test";
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/webhook/\\S+");

    private final Posts posts = new Posts();

    @Test
    void everySampleIsInBothRoomsByItsGoldenFilesAndNoSecretIsAnywhere(Trial trial) {
        Person admin = trial.client("admin");
        Map<String, String> rooms = Map.of(
                TrialHooks.CLEAR, trial.status().room("spam"), TrialHooks.SECRET, trial.status().room("commands"));
        rooms.values().forEach(admin::join);
        double before = over(trial);
        List<Posts.Sample> samples = Posts.samples();
        for (Posts.Sample sample : samples) {
            rooms.keySet().forEach(hook -> assertThat(posted(trial, hook, sample.payload())).isEqualTo(202));
        }
        URI closed = trial.lotus().home().hookAddress(TrialHooks.SECRET);
        assertThat(posts.post(closed, "{}", "Authorization", "Bearer wrong-bearer")).isEqualTo(401);
        assertThat(posts.post(closed, SIGNED, "X-Signature", "sha256=" + signature())).isEqualTo(202);
        assertThat(posts.post(closed, SIGNED, "X-Signature", "sha256=" + "0".repeat(64))).isEqualTo(401);
        assertThat(posts.post(closed.resolve("unknown-id"), "{}")).isEqualTo(404);
        Await.until(ARRIVES, "all deliveries to be over", () -> over(trial) >= before + 2 * samples.size() + 1);
        assertThat(sum(trial, "lotus_webhook_deliveries_total{", "outcome=\"dead\"")).isZero();
        assertThat(sum(trial, "lotus_webhook_deliveries_total{", "service=\"grafana\",outcome=\"sent\"")).isPositive();

        StringBuilder said = new StringBuilder();
        rooms.forEach((hook, room) -> {
            List<Seen> there = ofServices(admin, room);
            there.forEach(event -> said.append(event.content()));
            boolean secret = hook.equals(TrialHooks.SECRET);
            assertThat(there).allSatisfy(event -> assertThat(event.encrypted()).isEqualTo(secret));
            assertThat(there).allSatisfy(event -> assertThat(event.failure()).isEmpty());
            assertThat(there).allSatisfy(event -> assertThat(event.colour()).isEqualTo(secret ? 0 : -1));
            assertThat(there).extracting(Seen::sender).contains(GRAFANA, "@hook_uptime-kuma:lotus.test", "@hook_sonarr:lotus.test");
            assertThat(missing(samples, there)).as(hook).isEmpty();
        });
        assertThat(found(trial, said.toString())).isEmpty();
        assertThat(told(trial)).isEmpty();
    }

    private static String signature() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TrialHooks.HMAC.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(SIGNED.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What was posted, as far as log and metrics tell it. */
    private static List<String> told(Trial trial) {
        Home home = trial.lotus().home();
        String said = home.log() + home.metrics();
        return Stream.concat(
                        Stream.of("whoever signs is believed"),
                        Posts.samples().stream().map(sample -> sample.golden("txt").lines().findFirst().orElse("")))
                .filter(title -> title.length() > 10 && said.contains(title))
                .toList();
    }

    private int posted(Trial trial, String hook, String payload) {
        return posts.post(trial.lotus().home().hookAddress(hook), payload, "Authorization", "Bearer " + TrialHooks.BEARER);
    }

    private static List<Seen> ofServices(Person reader, String room) {
        return reader.history(room).stream()
                .filter(event -> event.sender().startsWith("@hook_") && !event.type().equals("m.room.member"))
                .toList();
    }

    /** Samples whose message, text and HTML, is not there to the sign. What only takes something back has none. */
    private static List<Posts.Sample> missing(List<Posts.Sample> samples, List<Seen> there) {
        Set<List<String>> messages = there.stream()
                .map(event -> List.of(
                        event.body(), Json.string(event.content(), "formatted_body").orElse("")))
                .collect(Collectors.toSet());
        return samples.stream()
                .filter(sample -> !sample.golden("facts").contains("transition: REDACT"))
                .filter(sample -> !messages.contains(List.of(sample.golden("txt"), sample.golden("html"))))
                .toList();
    }

    /** Ids of hooks, what proves a sender and addresses of people, wherever they should not be. */
    private static List<String> found(Trial trial, String said) {
        Stream<String> ids = Stream.concat(
                addresses(trial).stream().map(at -> at.getPath().substring("/webhook/".length())),
                Stream.of(TrialHooks.CLEAR, TrialHooks.SECRET, TrialHooks.ALERTS, TrialHooks.SCRIPTED, "unknown").map(name -> name + "-id"));
        Stream<String> people = Posts.samples().stream()
                .flatMap(sample -> MAIL.matcher(sample.payload()).results().map(MatchResult::group));
        Home home = trial.lotus().home();
        Map<String, String> places = Map.of(
                "log", home.log(), "metrics", home.metrics(), "messages", said, "database", home.databaseBytes());
        return Stream.of(ids, people, Stream.of(TrialHooks.BEARER, "wrong-bearer", TrialHooks.HMAC, signature()))
                .flatMap(words -> words)
                .distinct()
                .flatMap(secret -> places.entrySet().stream()
                        .filter(place -> place.getValue().contains(secret))
                        .map(place -> secret + " in " + place.getKey()))
                .toList();
    }

    @Test
    void aServiceHasItsNameAndItsPictureAndTheyAreSetOnce(Trial trial) {
        Person admin = trial.client("admin");
        assertThat(posts.post(addresses(trial).getFirst(), new Posts.Sample("sonarr/Grab").payload())).isEqualTo(202);
        Await.until(ARRIVES, "name and picture of Sonarr", () -> {
            JsonNode profile = admin.api("GET", "/_matrix/client/v3/profile/@hook_sonarr:lotus.test").path("body");
            return profile.path("displayname").asString("").equals("Sonarr")
                    && profile.path("avatar_url").asString("").startsWith("mxc://lotus.test/");
        });
        profilesAreSetOnce(trial);
    }

    @Test
    void aHookIsRemovedByAButtonInTheRoomOfTheAdmins(Trial trial) {
        Person admin = trial.client("admin");
        String room = trial.status().room("management");
        admin.join(room);
        said(trial, admin, room, "!hook create short-lived spam", "short-lived is made.");
        Seen question = said(trial, admin, room, "!hook remove short-lived", "Whoever posts to short-lived is refused");
        admin.seen(room, Wanted.ofType("m.reaction").from(trial.bot())); // what people press
        admin.send(room, "m.reaction", Relations.reaction(EventId.parse(question.id()), "🗑️"));
        Seen gone = admin.seen(room, Wanted.answer(question.id(), "short-lived is gone.").from(trial.bot()));
        assertThat(gone.encrypted()).isTrue();
    }

    private static Seen said(Trial trial, Person person, String room, String line, String answer) {
        return person.seen(room, Wanted.answer(person.text(room, line), answer).from(trial.bot()));
    }

    /** The trial's own application service plays the hookshot: its sender keeps a hook as hookshot's bot does. */
    @Test
    void aHookOfAHookshotAnswersAtItsOldAddress(Trial trial) throws Exception {
        AppService hookshot = AppService.of(trial.lotus().home(), trial.homeserver());
        String bot = hookshot.ask("GET", "/v3/account/whoami", "").path("user_id").asString("");
        String type = "uk.half-shot.matrix-hookshot.generic.hook";
        String room = hookshot.ask("POST", "/v3/createRoom", "{}").path("room_id").asString("");
        hookshot.ask("PUT", "/v3/rooms/" + room + "/state/" + type + "/Old%20builds", "{\"name\": \"Old builds\"}");
        hookshot.ask(
                "PUT",
                "/v3/user/" + bot + "/rooms/" + room + "/account_data/" + type,
                "{\"2f1c-old-id\": \"Old builds\"}");

        String file = trial.lotus().home().directory().resolve("registration.yaml").toString();
        Lotus.Outcome dry = trial.lotus().command("hook", "import-hookshot", "--registration", file, "--dry-run");
        assertThat(dry.out()).as(dry.err()).contains("1 would be made").doesNotContain("old-id");
        assertThat(trial.lotus().command("hook", "import-hookshot", "--registration", file).out()).contains("1 made");
        assertThat(trial.lotus().command("hook", "import-hookshot", "--registration", file).out()).contains("0 made, 1 there");
        assertThat(trial.lotus().command("hook", "list", "--imported").out()).contains("Old builds").doesNotContain("spam");

        URI old = addresses(trial).getFirst().resolve("/webhook/2f1c-old-id");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest look = HttpRequest.newBuilder(old).GET().build();
            assertThat(http.send(look, HttpResponse.BodyHandlers.ofString()).statusCode()).as("a hook that takes posts").isEqualTo(405);
        }
        assertThat(trial.lotus().command("hook", "remove", "Old builds").exit()).isZero();
    }

    private void profilesAreSetOnce(Trial trial) {
        for (int restart = 0; restart < 2; restart++) {
            trial.lotus().stop();
            trial.lotus().up();
            String grab = new Posts.Sample("sonarr/Grab").payload();
            // The same again within a minute would be known as the same.
            posts.post(addresses(trial).getFirst(), grab.replaceFirst("\\{", "{\"restart\": " + restart + ","));
            Await.until(ARRIVES, "a look at the profile", () -> kept(trial) == 2);
            assertThat(made(trial)).isZero();
        }
    }

    private static double kept(Trial trial) {
        return sum(trial, "lotus_webhook_profile_total{", "_kept\"");
    }

    private static double made(Trial trial) {
        return sum(trial, "lotus_webhook_profile_total{", "_set\"");
    }

    /** How many deliveries have left the courier's hands. */
    private static double over(Trial trial) {
        return sum(trial, "lotus_webhook_delivery_seconds_count ", "");
    }

    /** Of the figures that begin so and hold these labels. */
    private static double sum(Trial trial, String name, String labels) {
        return trial.lotus().home().metrics().lines()
                .filter(line -> line.startsWith(name) && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<URI> addresses(Trial trial) {
        Matcher found = ADDRESS.matcher(trial.lotus().output());
        return found.results().map(one -> URI.create(one.group())).toList();
    }
}
