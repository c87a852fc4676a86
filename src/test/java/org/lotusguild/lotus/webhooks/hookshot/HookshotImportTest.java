package org.lotusguild.lotus.webhooks.hookshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.hook.Found;
import org.lotusguild.lotus.webhooks.hook.Known;

/** A hookshot with two rooms moves: its senders go on as they were. */
class HookshotImportTest {
    private static final String NOW = "uk.half-shot.matrix-hookshot.generic.hook";
    private static final String OLD = "uk.half-shot.matrix-github.generic.hook";
    private static final String BOT = "@hookshot:example.org";
    private static final String ALERTS = "!alerts:example.org";
    private static final String MEDIA = "!media:example.org";

    private static final String REGISTRATION = """
            id: matrix-hookshot
            as_token: its-own-token
            hs_token: other
            sender_localpart: hookshot
            """;

    private static final String CONFIG = """
            bridge: { domain: example.org, url: "http://synapse:8008", port: 9993 }
            listeners:
              - { port: 9000, resources: [webhooks], prefix: /bridge }
            generic:
              enabled: true
              urlPrefix: https://example.org/webhook/
              userIdPrefix: _webhooks_
              allowJsTransformationFunctions: true
              waitForComplete: false
              enableHttpGet: true
              payloadSizeLimit: 10mb
              maxExpiryTime: 30d
            connections:
              - connectionType: uk.half-shot.matrix-hookshot.generic.hook
                stateKey: static-id
                roomId: "!media:example.org"
                state: { name: Static one, waitForComplete: true }
              - connectionType: uk.half-shot.matrix-hookshot.github.repository
                stateKey: other
                roomId: "!media:example.org"
                state: { name: No hook }
            """;

    @TempDir
    private Path folder;

    @AutoClose
    private IntakeBed bed;

    @AutoClose
    private FakeHomeserver server;

    @BeforeEach
    void hookshot() throws IOException {
        bed = new IntakeBed(folder, "{}");
        server = FakeHomeserver.start();
        server.on("GET", "/_matrix/client/v3/joined_rooms", Answer.json("""
                {"joined_rooms": ["!media:example.org", "!alerts:example.org"]}"""));
        ids(ALERTS, NOW, """
                {"id-one": "Build", "id-two": "Build", "id-gone": "Gone", "id-removed": "Removed", "id-legacy": "Old one"}""");
        ids(MEDIA, NOW, """
                {"id-media": "Build", "id-ends": "Ends", "id-bad": "Broken"}""");
        state(ALERTS, NOW, "Build", """
                {"name": "Build", "transformationFunction": "result = {version: 'v2', plain: data.x};", "waitForComplete": true}""");
        state(ALERTS, NOW, "Removed", "{\"disabled\": true}");
        state(ALERTS, OLD, "Old one", "{\"name\": \"Old one\"}");
        state(MEDIA, NOW, "Build", "{\"name\": \"Build\"}");
        state(MEDIA, NOW, "Ends", """
                {"name": "Ends", "expirationDate": "2026-12-24T18:00:00.000+0100"}""");
        state(MEDIA, NOW, "Broken", "{\"name\": \"Broken\", \"transformationFunction\": \"let x = ;\"}");
    }

    private void ids(String room, String type, String content) {
        String path = "/_matrix/client/v3/user/" + encoded(BOT) + "/rooms/" + encoded(room) + "/account_data/" + type;
        server.on("GET", path, Answer.json(200, content));
    }

    private void state(String room, String type, String key, String content) {
        String path = "/_matrix/client/v3/rooms/" + encoded(room) + "/state/" + type + "/" + encoded(key);
        server.on("GET", path, Answer.json(200, content));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Report run(Optional<String> config, boolean dryRun) {
        MatrixApi anybody = MatrixApi.of(
                new PlainCaller(), server.url(), new Credentials.Nobody(), bed.clock, Pause.real(), new SecureRandom());
        return new HookshotImport(
                        bed.hooks,
                        anybody,
                        "example.org",
                        () -> new Sandbox(ScriptConfig.standard(), bed.clock, new SecureRandom()),
                        true,
                        bed.clock)
                .run(Hookshot.of(yaml(REGISTRATION), config.map(HookshotImportTest::yaml)), dryRun);
    }

    private static ForeignYaml yaml(String text) {
        return ForeignYaml.of(Path.of("some.yml"), text);
    }

    private int post(String id) {
        return bed.ask(
                        "POST",
                        "/webhook/" + id,
                        Map.of("Content-Type", "application/json"),
                        IntakeBed.utf8("{\"text\": \"" + id + "\"}"))
                .status();
    }

    private static List<String> lines(Report report) {
        return report.hooks().stream()
                .map(line -> line.name() + " " + line.room() + " " + line.state() + " " + line.script())
                .toList();
    }

    private Known hook(String name) {
        return bed.hooks.named(name).orElseThrow();
    }

    @Test
    void makesTheHooksUnderTheirOwnIdsAndNamesThoseThatComeTwice() {
        Report report = run(Optional.of(CONFIG), false);

        assertThat(lines(report))
                .containsExactly(
                        "Build " + ALERTS + " NEW OK",
                        "Gone " + ALERTS + " SKIPPED NONE",
                        "Old one " + ALERTS + " NEW NONE",
                        "Removed " + ALERTS + " SKIPPED NONE",
                        "Broken " + MEDIA + " NEW FAILED",
                        "Build-2 " + MEDIA + " NEW NONE",
                        "Ends " + MEDIA + " NEW NONE",
                        "Static one " + MEDIA + " NEW NONE");
        for (String id : List.of("id-one", "id-two", "id-legacy", "id-media", "id-bad", "id-ends")) {
            assertThat(post(id)).as(id).isEqualTo(202);
        }
        assertThat(bed.hooks.find("static-id")).isInstanceOf(Found.Open.class);
        assertThat(post("id-gone")).isEqualTo(404);
        assertThat(post("id-removed")).isEqualTo(404);
        assertThat(bed.stored())
                .extracting(delivery -> delivery.hook())
                .containsExactly("Build", "Build", "Old one", "Build-2", "Broken", "Ends");
    }

    @Test
    void keepsWhatHookshotKnewOfEachHook() {
        run(Optional.of(CONFIG), false);

        assertThat(hook("Build").hook().waits()).isTrue();
        assertThat(hook("Build").hook().transform())
                .hasValueSatisfying(s -> assertThat(s).contains("data.x"));
        assertThat(hook("Build").hook().targets().getFirst().room()).isEqualTo(ALERTS);
        assertThat(hook("Build-2").hook().waits()).isFalse();
        assertThat(hook("Build-2").admission().get()).isTrue();
        assertThat(hook("Static one").hook().waits()).isTrue();
        assertThat(hook("Ends").hook().expires()).contains(Instant.parse("2026-12-24T17:00:00Z"));
        assertThat(hook("Broken").hook().transform()).as("left out").isEmpty();
        assertThat(hook("Broken").switches().problem())
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("its script: ").contains("line 1"));
        assertThat(bed.hooks.all()).extracting(Known::origin).containsOnly(Known.Origin.HOOKSHOT);
    }

    @Test
    void changesNothingTheSecondTime() {
        run(Optional.of(CONFIG), false);
        List<Known> before = bed.hooks.all();

        Report again = run(Optional.of(CONFIG), false);

        assertThat(again.hooks()).noneMatch(line -> line.state() == Report.State.NEW);
        assertThat(lines(again)).contains("Build " + ALERTS + " THERE OK", "Broken " + MEDIA + " THERE OFF");
        assertThat(bed.hooks.all()).isEqualTo(before);
    }

    @Test
    void takesAnIdThatCameSinceWithoutChangingTheAddress() {
        run(Optional.empty(), false);
        var address = bed.hooks.address("Build-2");
        ids(MEDIA, NOW, "{\"id-media\": \"Build\", \"id-later\": \"Build\"}");

        assertThat(post("id-later")).isEqualTo(404);
        run(Optional.empty(), false);

        assertThat(post("id-later")).isEqualTo(202);
        assertThat(bed.hooks.address("Build-2")).isEqualTo(address);
    }

    @Test
    void writesNothingInADryRunAndShowsTheSame() {
        Report dry = run(Optional.of(CONFIG), true);

        assertThat(bed.hooks.all()).isEmpty();
        assertThat(post("id-one")).isEqualTo(404);
        assertThat(dry.hooks()).isEqualTo(run(Optional.of(CONFIG), false).hooks());
    }

    @Test
    void onlyReadsInTheNameOfTheBotAndTellsNoId() {
        Report report = run(Optional.of(CONFIG), false);

        assertThat(server.asked()).extracting(Asked::method).containsOnly("GET");
        assertThat(server.asked()).allSatisfy(asked -> {
            assertThat(asked.authorization()).contains("Bearer its-own-token");
            assertThat(asked.query()).isEqualTo(Map.of("user_id", BOT));
        });
        assertThat(Json.text(report)).doesNotContain("id-", "static-id", "its-own-token");
    }

    @Test
    void namesTheSettingsThatHaveAPlaceHere() {
        assertThat(run(Optional.of(CONFIG), true).settings())
                .contains(
                        "public-url: https://example.org",
                        "user-prefix: _webhooks_",
                        "max-body: 10MiB",
                        "expiry: { at-most: 30d }",
                        "the hooks answer GET, as they did")
                .anyMatch(line -> line.contains("/bridge"));
        assertThat(run(Optional.empty(), true).settings()).isEmpty();
    }

    @Test
    void leavesScriptsOffThatHookshotDidNotRun() {
        run(Optional.of("generic: { enabled: true }"), false);

        assertThat(hook("Build").hook().transform()).isEmpty();
        assertThat(hook("Build").switches().problem())
                .hasValueSatisfying(why -> assertThat(why).contains("not allowed to run scripts"));
        bed.hooks.enable("Build", true);
        assertThat(hook("Build").hook().transform()).isPresent();
    }

    @Test
    void leavesScriptsOffThatTakeAllTheTimeThereIs() {
        ids(MEDIA, NOW, "{\"id-loop\": \"Loops\", \"id-picky\": \"Picky\"}");
        state(MEDIA, NOW, "Loops", "{\"name\": \"Loops\", \"transformationFunction\": \"for (;;) {}\"}");
        state(MEDIA, NOW, "Picky", "{\"name\": \"Picky\", \"transformationFunction\": \"result = data.a.b\"}");

        assertThat(lines(run(Optional.of(CONFIG), false)))
                .contains("Loops " + MEDIA + " NEW FAILED", "Picky " + MEDIA + " NEW OK");

        assertThat(hook("Loops").hook().transform()).isEmpty();
        assertThat(hook("Loops").switches().problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith("its script: "));
        assertThat(hook("Picky").hook().transform())
                .as("its own senders post what it wants")
                .isPresent();
        assertThat(post("id-loop")).isEqualTo(202);
    }

    @Test
    void saysWhatIsWrongWithTheRegistration() {
        assertThatThrownBy(() -> Hookshot.of(yaml("id: x\nas_token: y"), Optional.empty()))
                .hasMessage("the key sender_localpart is missing");

        server.on("GET", ".*", Answer.error(401, "M_UNKNOWN_TOKEN", "Unrecognised access token"));
        assertThatThrownBy(() -> run(Optional.empty(), false)).isInstanceOf(MatrixException.class);
    }
}
