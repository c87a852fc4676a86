package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.script.ScriptConfig;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Outcome;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.desk.Rehearsal;
import org.lotusguild.lotus.webhooks.fake.TestHooks;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hookshot.HookshotImport;
import org.lotusguild.lotus.webhooks.service.Context;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import tools.jackson.databind.node.ObjectNode;

/** What {@code lotus hook} gets from the running program. */
class HookControlTest {
    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T18:00:00Z"));
    private final DeliveryStore deliveries = new DeliveryStore(TestHooks.vault());

    @AutoClose
    private Database db;

    private Hooks hooks;

    @AutoClose
    private final Sandbox sandbox = new Sandbox(ScriptConfig.standard(), clock, new SecureRandom());

    @AutoClose
    private FakeHomeserver homeserver;

    private HookControl control = new HookControl(Optional::empty, Optional::empty);

    @BeforeEach
    void open() throws IOException {
        homeserver = FakeHomeserver.start();
        db = TestDatabases.sqlite(folder, clock, "webhooks");
        var config = TestHooks.config(folder, "hooks: [{ name: of-the-file, rooms: [{ room: general }] }]");
        hooks = TestHooks.open(config, URI.create("https://hooks.example.org"), db, clock);
        HookDesk desk = new HookDesk(
                hooks, db, deliveries, new DeliveryIds(clock, new SecureRandom()), clock, 50, rehearsal(sandbox));
        control = new HookControl(() -> Optional.of(desk), () -> Optional.of(imports()));
    }

    private HookshotImport imports() {
        return new HookshotImport(
                hooks,
                MatrixApi.of(
                        new PlainCaller(),
                        homeserver.url(),
                        new Credentials.Nobody(),
                        clock,
                        Pause.real(),
                        new SecureRandom()),
                "example.org",
                () -> new Sandbox(ScriptConfig.standard(), clock, new SecureRandom()),
                true,
                clock);
    }

    private Rehearsal rehearsal(Sandbox box) {
        return new Rehearsal(box, true, hook -> db.read(tx -> deliveries.past().last(tx, hook)), clock);
    }

    private Response ask(String verb, String wish) {
        return control.answer(new Request(
                "POST",
                "/control/hooks/" + verb,
                Map.of(),
                Map.of(),
                Map.of("verb", verb),
                Request.Content.of(wish.getBytes(StandardCharsets.UTF_8)),
                InetAddress.getLoopbackAddress()));
    }

    private ObjectNode told(String verb, String wish) {
        Response answer = ask(verb, wish);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return Json.parseObject(answer.body());
    }

    private List<Delivery> due() {
        return db.read(tx -> deliveries.due(tx, clock.instant(), 10));
    }

    private static String text(Response answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void makesAHookAndShowsItsAddressToWhoeverAsksForIt() {
        ObjectNode made = told("create", """
                {"name": "alerts", "room": "general", "service": "grafana", "auth": "grafana", "expires": "30d"}""");
        String url = made.path("url").asString();

        assertThat(url).startsWith("https://hooks.example.org/webhook/");
        assertThat(made.path("secret").asString()).isNotBlank();
        assertThat(text(ask("show", "{\"name\": \"alerts\"}")))
                .contains("grafana")
                .doesNotContain(url);
        assertThat(told("show", "{\"name\": \"alerts\", \"url\": true}")
                        .path("url")
                        .asString())
                .isEqualTo(url);
        assertThat(text(ask("list", "{}"))).contains("alerts", "of-the-file").doesNotContain("/webhook/");
        assertThat(told("create", "{\"name\": \"alerts\", \"room\": \"general\"}")
                        .path("existing")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void saysWhatIsWrongWithAWish() {
        assertThat(text(ask("create", "{\"name\": \"alerts\"}"))).contains("needs a room");
        assertThat(text(ask("create", "{\"name\": \"al\", \"room\": \"r\"}"))).contains("3 to 64");
        assertThat(text(ask("create", "{\"name\": \"alerts\", \"room\": \"r\", \"service\": \"graphana\"}")))
                .contains("no service graphana", "grafana");
        assertThat(text(ask("create", "{\"name\": \"alerts\", \"room\": \"r\", \"auth\": \"magic\"}")))
                .contains("bearer");
        assertThat(text(ask("create", "{\"name\": \"alerts\", \"room\": \"r\", \"expires\": \"soon\"}")))
                .contains("expires: not a duration");
        assertThat(text(ask("show", "{\"name\": \"nobody\"}"))).contains("no hook nobody", "lotus hook list");
        assertThat(text(ask("remove", "{\"name\": \"of-the-file\"}"))).contains("lotus.yaml");
        assertThat(ask("dance", "{}").status()).isEqualTo(404);
    }

    @Test
    void triesAScriptWhenItIsSavedAndTellsHowItFails() {
        assertThat(text(ask("create", """
                {"name": "films", "room": "general", "transform": "const a = 1;\\nlet let = 2;"}"""))).contains("its script: line 2, column ");
        assertThat(ask("show", "{\"name\": \"films\"}").status()).isEqualTo(409);

        ObjectNode made = told("create", """
                {"name": "films", "room": "general", "service": "radarr", "transform": "result = data.movie.genres.join()"}""");
        assertThat(HookText.warning(made))
                .hasValueSatisfying(
                        words -> assertThat(words)
                                .startsWith(
                                        "Its script is kept. It was tried with the test of Radarr: script failed (thrown): line 1: "));
        assertThat(hooks.script("films")).contains("result = data.movie.genres.join()");

        Posted posted = new Posted("POST", "application/json", Map.of(), Map.of());
        Accepted post = new Accepted("films", Json.parse("{\"movie\": {\"genres\": []}}"), posted, 1, List.of());
        DeliveryStore.Fresh row =
                deliveries.fresh(new DeliveryIds(clock, new SecureRandom()).next(), clock.instant(), post);
        db.run(tx -> deliveries.insert(tx, List.of(row)));
        assertThat(told("enable", "{\"name\": \"films\", \"transform\": true}").has("warning"))
                .isFalse();

        ObjectNode again = told("create", """
                {"name": "films", "room": "general", "transform": "result = data.movie.genres.none.at"}""");
        assertThat(again.path("existing").asBoolean()).isTrue();
        assertThat(again.path("warning").asString()).startsWith("with what it was posted last: ");
        assertThat(told("enable", "{\"name\": \"films\", \"transform\": true}")
                        .path("warning")
                        .asString())
                .startsWith("with what it was posted last: ");
        assertThat(told("enable", "{\"name\": \"films\"}").has("warning"))
                .as("nobody saves it")
                .isFalse();
    }

    @Test
    void switchesHooksOffAndOnAndForgetsThem() {
        told("create", "{\"name\": \"alerts\", \"room\": \"general\"}");

        told("disable", "{\"name\": \"alerts\"}");
        assertThat(told("show", "{\"name\": \"alerts\"}")
                        .path("hook")
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        told("enable", "{\"name\": \"alerts\"}");
        assertThat(told("show", "{\"name\": \"alerts\"}")
                        .path("hook")
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        String first = told("show", "{\"name\": \"alerts\", \"url\": true}")
                .path("url")
                .asString();
        assertThat(told("rotate", "{\"name\": \"alerts\", \"overlap\": \"2h\"}")
                        .path("url")
                        .asString())
                .isNotEqualTo(first);
        told("remove", "{\"name\": \"alerts\"}");
        assertThat(ask("show", "{\"name\": \"alerts\"}").status()).isEqualTo(409);
    }

    @Test
    void whatWaitsForARemovedHookIsNothingForTheNextOneOfItsName() {
        told("create", "{\"name\": \"alerts\", \"room\": \"secret\"}");
        told("test", "{\"name\": \"alerts\"}");
        told("test", "{\"name\": \"of-the-file\"}");
        told("remove", "{\"name\": \"alerts\"}");
        told("create", "{\"name\": \"alerts\", \"room\": \"general\"}");

        assertThat(due()).extracting(Delivery::hook).containsExactly("of-the-file");
        assertThat(told("dead", "{}").path("deliveries").path(0).path("problem").asString())
                .isEqualTo("the hook was removed");
    }

    @Test
    void aHookStaysWhereWhatWaitsForItCannotBeEnded() {
        told("create", "{\"name\": \"alerts\", \"room\": \"secret\"}");
        told("test", "{\"name\": \"alerts\"}");
        db.run(tx -> tx.sql(
                        "create trigger full before update on webhook_delivery begin select raise(abort, 'full'); end")
                .update());
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> ask("remove", "{\"name\": \"alerts\"}"));
        db.run(tx -> tx.sql("drop trigger full").update());
        told("remove", "{\"name\": \"alerts\"}");
        assertThat(due()).isEmpty();
    }

    @Test
    void listsWhatIsDeadAndLetsItTryAgain() {
        told("test", "{\"name\": \"of-the-file\"}");
        Delivery test = due().getFirst();
        db.run(tx -> deliveries.dead(tx, test.id(), clock.instant(), Outcome.problem("room refused the sender")));

        ObjectNode dead = told("dead", "{}");
        assertThat(dead.path("deliveries").path(0).path("problem").asString()).isEqualTo("room refused the sender");
        assertThat(told("history", "{\"name\": \"of-the-file\"}")
                        .path("deliveries")
                        .size())
                .isEqualTo(1);
        assertThat(told("replay", "{\"dead\": true}").path("replayed").asInt()).isEqualTo(1);
        assertThat(told("replay", "{\"ids\": [\"" + test.id() + "\"]}")
                        .path("replayed")
                        .asInt())
                .isZero();
        assertThat(due()).hasSize(1);
    }

    @Test
    void listsAThousandThatAreDeadAndSaysHowTheOthersAreSeen() {
        DeliveryIds ids = new DeliveryIds(clock, new SecureRandom());
        Posted posted = new Posted("POST", "application/json", Map.of(), Map.of());
        List<DeliveryStore.Fresh> rows = IntStream.range(0, 1_002)
                .mapToObj(n -> deliveries.fresh(
                        ids.next(),
                        clock.instant(),
                        new Accepted("of-the-file", Json.object().put("n", n), posted, 1, List.of())))
                .toList();
        db.run(tx -> {
            deliveries.insert(tx, rows);
            rows.forEach(row -> deliveries.dead(tx, row.id(), clock.instant(), Outcome.problem("no such room")));
        });
        String last = rows.get(999).id();

        List<String> lines = HookText.dead(told("dead", "{}"), false);
        assertThat(lines).hasSize(1_001).last().isEqualTo("… and 2 more: lotus hook dead --after " + last);
        List<String> rest = HookText.dead(told("dead", "{\"after\": \"" + last + "\"}"), false);
        assertThat(rest).hasSize(2).last().asString().contains(rows.getLast().id(), "no such room");
        assertThat(HookText.dead(told("dead", "{\"all\": true}"), true).getLast())
                .contains("hook dead --all --after ");
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void postsATestThatTheServicesOwnFormatterKnowsAsOne(Service service) {
        told("create", "{\"name\": \"tried\", \"room\": \"general\", \"service\": \"" + service.key() + "\"}");
        told("test", "{\"name\": \"tried\"}");

        Delivery test = due().getFirst();
        var found = Detect.of(test.payload(), Optional.of(service), "");
        var notice = Services.formatter(found.service())
                .of(test.payload(), Optional.empty(), new Context("tried", clock.instant(), Map.of(), false, false))
                .message();
        if (List.of(Service.MESSAGE, Service.GENERIC, Service.OWNCAST).contains(service)) {
            assertThat(test.payload().path("text").asString()).startsWith("🧪");
        } else {
            assertThat(notice.emoji() + " " + notice.subject()).isEqualTo("🧪 Test from " + service.title());
        }
    }

    @Test
    void takesTheHooksOfAHookshotOverAndListsThemApart() {
        homeserver.on("GET", "/_matrix/client/v3/joined_rooms", Answer.json("{\"joined_rooms\": []}"));
        ObjectNode wish = Json.object()
                .put("registration", "{ as_token: token, sender_localpart: hookshot }")
                .put("config", """
                        generic: { userIdPrefix: _hooks_ }
                        connections:
                          - connectionType: uk.half-shot.matrix-hookshot.generic.hook
                            stateKey: the-id
                            roomId: "!builds:example.org"
                            state: { name: builds }
                        """);

        ObjectNode dry = told("import-hookshot", Json.text(wish.deepCopy().put("dry_run", true)));
        assertThat(told("list", "{\"imported\": true}").path("hooks")).isEmpty();
        ObjectNode done = told("import-hookshot", Json.text(wish));

        assertThat(HookText.imported(dry)).anyMatch(line -> line.startsWith("1 would be made, 0 there already"));
        assertThat(HookText.imported(done))
                .anyMatch(line -> line.matches("builds +!builds:example.org +new +none"))
                .contains("1 made, 0 there already, 0 skipped.", "  user-prefix: _hooks_")
                .noneMatch(line -> line.contains("the-id"));
        assertThat(text(ask("list", "{\"imported\": true}"))).contains("builds").doesNotContain("of-the-file");
        assertThat(text(ask("list", "{}"))).contains("builds", "of-the-file");
    }

    @Test
    void saysWhyAHookshotCannotBeRead() {
        assertThat(text(ask("import-hookshot", "{\"registration\": \"as_token: t\"}")))
                .contains("the key sender_localpart is missing");
        assertThat(text(ask("import-hookshot", "{\"registration\": \"none\"}"))).contains("block of keys");

        homeserver.on("GET", ".*", Answer.error(401, "M_UNKNOWN_TOKEN", "Unrecognised access token"));
        assertThat(text(ask(
                        "import-hookshot", "{\"registration\": \"{ as_token: secret, sender_localpart: hookshot }\"}")))
                .contains("does not let this hookshot read", "M_UNKNOWN_TOKEN")
                .doesNotContain("secret");
    }

    @Test
    void saysThatThereAreNoWebhooks() {
        control = new HookControl(Optional::empty, Optional::empty);
        assertThat(text(ask("list", "{}"))).contains("no block webhooks");
    }
}
