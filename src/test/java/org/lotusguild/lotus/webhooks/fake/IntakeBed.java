package org.lotusguild.lotus.webhooks.fake;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.http.server.Routes;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.intake.Intake;
import org.lotusguild.lotus.webhooks.intake.WebhookRoutes;
import tools.jackson.databind.JsonNode;

/** The way in over a real database, without a socket. */
public final class IntakeBed implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

    public final TestClock clock = new TestClock(START);
    public final Metrics metrics = new Metrics();
    public final Waiting waiting = new Waiting();
    public final DeliveryStore store = new DeliveryStore(TestHooks.vault());
    public final Routes routes = new Routes();
    public final Hooks hooks;
    private final Database db;
    private final Intake intake;
    private InetAddress remote = InetAddress.ofLiteral("192.0.2.7");

    /** @param yaml the block {@code webhooks}; {@code {id: NAME}} of the secrets stands for an id */
    public IntakeBed(Path folder, String yaml) {
        this(folder, TestHooks.config(folder, yaml), null);
    }

    /** @param instead what the posts are written to, as if the database were like that */
    public IntakeBed(Path folder, String yaml, java.util.function.UnaryOperator<Database> instead) {
        this(folder, TestHooks.config(folder, yaml), instead);
    }

    private IntakeBed(
            Path folder,
            WebhooksConfig config,
            java.util.function.@org.jspecify.annotations.Nullable UnaryOperator<Database> instead) {
        db = TestDatabases.sqlite(folder, clock, "webhooks");
        hooks = TestHooks.open(config, URI.create("https://hooks.example.org"), db, clock);
        Database written = instead == null ? db : instead.apply(db);
        intake = new Intake(
                config, new Intake.Ground(hooks, written, store, waiting, metrics, clock, new SecureRandom()));
        new WebhookRoutes(routes, config.legacyRoot()).open(intake);
    }

    /** Who asks from now on. */
    public void from(String address) {
        remote = InetAddress.ofLiteral(address);
    }

    /** The path of a hook by its name. */
    public String path(String hook) {
        return hooks.address(hook).orElseThrow().getRawPath();
    }

    public Response post(String hook, String json) {
        return ask("POST", path(hook), Map.of("Content-Type", "application/json"), utf8(json));
    }

    public Response ask(String method, String target, Map<String, String> headers, byte[] body) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        if (body.length > 0) {
            all.putIfAbsent("content-length", List.of(Integer.toString(body.length)));
        }
        URI uri = URI.create(target);
        return routes.answer(new Request(
                method, uri.getRawPath(), all, query(uri.getQuery()), Map.of(), Request.Content.of(body), remote));
    }

    private static Map<String, List<String>> query(@org.jspecify.annotations.Nullable String text) {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            query.put(pair.substring(0, pair.indexOf('=')), List.of(pair.substring(pair.indexOf('=') + 1)));
        }
        return query;
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String body(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** What is stored, in order. */
    public List<Delivery> stored() {
        return db.inTransaction(tx -> store.due(tx, clock.instant(), 10_000));
    }

    public JsonNode lastPayload() {
        return stored().getLast().payload();
    }

    public static String json(JsonNode tree) {
        return Json.text(tree);
    }

    @Override
    public void close() {
        intake.close();
        db.close();
    }
}
