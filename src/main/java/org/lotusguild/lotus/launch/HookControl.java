package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.webhooks.delivery.Past;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.desk.HookLine;
import org.lotusguild.lotus.webhooks.hook.Auth;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.hook.Made;
import org.lotusguild.lotus.webhooks.hookshot.Hookshot;
import org.lotusguild.lotus.webhooks.hookshot.HookshotImport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code lotus hook} asks of the running program. */
final class HookControl {
    private static final int SMALL = 64 << 10;
    private static final int FILES = 2 << 20;
    private static final String IMPORT = "import-hookshot";
    /** May bring a script. */
    private static final String CREATE = "create";

    private static final Duration OVERLAP = Duration.ofDays(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Supplier<Optional<HookDesk>> desk;
    private final Supplier<Optional<HookshotImport>> imports;

    HookControl(Supplier<Optional<HookDesk>> desk, Supplier<Optional<HookshotImport>> imports) {
        this.desk = desk;
        this.imports = imports;
    }

    /** {@code POST /control/hooks/{verb}}. */
    Response answer(Request request) {
        String verb = request.param("verb");
        ObjectNode wish = request.json(verb.equals(IMPORT) || verb.equals(CREATE) ? FILES : SMALL);
        Optional<HookDesk> open = desk.get();
        if (open.isEmpty()) {
            return refused("no webhooks here: lotus.yaml has no block webhooks, or the start is not over");
        }
        try {
            return verb.equals(IMPORT) ? imported(wish) : answer(verb, open.get(), wish);
        } catch (IllegalArgumentException e) {
            return Response.error(400, "M_INVALID_PARAM", String.valueOf(e.getMessage()));
        }
    }

    private Response imported(ObjectNode wish) {
        try {
            Hookshot hookshot = Hookshot.of(
                    yaml(wish, "registration").orElseThrow(() -> new IllegalArgumentException("no registration")),
                    yaml(wish, "config"));
            return imports.get()
                    .map(open -> open.run(hookshot, wish.path("dry_run").asBoolean(false)))
                    .map(report -> Response.json(200, Json.tree(report)))
                    .orElseGet(() -> refused("the start is not over"));
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (MatrixException e) {
            return refused("the homeserver does not let this hookshot read: " + e.getMessage());
        } catch (HttpFailure e) {
            return refused("the homeserver does not answer: " + e.getMessage());
        }
    }

    private static Optional<ForeignYaml> yaml(ObjectNode wish, String field) {
        return text(wish, field).map(text -> ForeignYaml.of(Path.of(field), text));
    }

    private static Response answer(String verb, HookDesk desk, ObjectNode wish) {
        String name = text(wish, "name").orElse("");
        return switch (verb) {
            case "list" ->
                Response.json(
                        200, Map.of("hooks", listed(desk, wish.path("imported").asBoolean(false))));
            case "show" -> show(desk, name, wish.path("url").asBoolean(false));
            case CREATE -> saved(desk.create(wish(wish, name)));
            case "rotate" ->
                saved(new HookDesk.Saved(
                        desk.rotate(name, duration(wish, "overlap").orElse(OVERLAP)), Optional.empty()));
            case "history" -> desk.history(name).map(HookControl::deliveries).orElseGet(() -> unknown(name));
            case "dead" -> dead(desk, wish);
            case "replay" -> Response.json(200, Map.of("replayed", replayed(desk, wish)));
            case "test" -> done(name, desk.test(name));
            case "disable" -> done(name, desk.disable(name));
            case "enable" ->
                enabled(name, desk.enable(name, wish.path("transform").asBoolean(false)));
            case "remove" -> removed(desk, name);
            default -> Response.error(404, "M_UNRECOGNIZED", "there is no such verb");
        };
    }

    private static List<HookLine> listed(HookDesk desk, boolean imported) {
        return desk.list().stream()
                .filter(line -> !imported || line.origin() == Known.Origin.HOOKSHOT)
                .toList();
    }

    private static Response show(HookDesk desk, String name, boolean url) {
        return desk.show(name)
                .map(line -> {
                    ObjectNode told = Json.object();
                    told.set("hook", Json.tree(line));
                    if (url) {
                        desk.address(name).ifPresent(at -> told.put("url", at.toString()));
                    }
                    return Response.json(200, told);
                })
                .orElseGet(() -> unknown(name));
    }

    private static HookDesk.Wish wish(ObjectNode wish, String name) {
        String room = text(wish, "room").orElseThrow(() -> new IllegalArgumentException("a hook needs a room"));
        return new HookDesk.Wish(
                name,
                room,
                text(wish, "service"),
                duration(wish, "expires"),
                text(wish, "auth").map(HookControl::kind),
                text(wish, "transform"));
    }

    private static Auth.Kind kind(String text) {
        try {
            return Auth.Kind.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "there is no such auth; known are bearer, header, basic, hmac, grafana, owncast", e);
        }
    }

    private static int replayed(HookDesk desk, ObjectNode wish) {
        if (wish.path("dead").asBoolean(false)) {
            return duration(wish, "since").map(desk::replayDead).orElseGet(desk::replayDead);
        }
        return desk.replay(StreamSupport.stream(wish.path("ids").spliterator(), false)
                .map(JsonNode::asString)
                .toList());
    }

    private static Response saved(HookDesk.Saved saved) {
        ObjectNode told = Json.object();
        saved.warning().ifPresent(words -> told.put("warning", words));
        return switch (saved.made()) {
            case Made.Created created -> {
                created.secret().ifPresent(secret -> told.put("secret", secret.value()));
                yield Response.json(200, told.put("url", created.address().toString()));
            }
            case Made.Existing existing ->
                Response.json(
                        200, told.put("url", existing.address().toString()).put("existing", true));
            case Made.Refused(String why) -> refused(why);
        };
    }

    private static Response enabled(String name, HookDesk.Enabled enabled) {
        return switch (enabled) {
            case HookDesk.Enabled.On(Optional<String> warning) ->
                Response.json(
                        200, warning.map(words -> Map.of("warning", words)).orElse(Map.of()));
            case HookDesk.Enabled.Refused(String why) -> refused(why);
            case HookDesk.Enabled.Unknown() -> unknown(name);
        };
    }

    private static Response dead(HookDesk desk, ObjectNode wish) {
        String after = text(wish, "after").orElse("");
        HookDesk.Dead dead = wish.path("all").asBoolean(false) ? desk.dead(after) : desk.dead(DAY, after);
        return Response.json(200, told(dead.shown()).put("more", dead.more()));
    }

    private static Response deliveries(List<Past> all) {
        return Response.json(200, told(all));
    }

    private static ObjectNode told(List<Past> all) {
        ObjectNode told = Json.object();
        ArrayNode deliveries = told.putArray("deliveries");
        all.stream().map(HookControl::delivery).forEach(deliveries::add);
        return told;
    }

    private static ObjectNode delivery(Past past) {
        ObjectNode one = Json.object();
        one.put("id", past.id());
        one.put("hook", past.hook());
        one.put("received_at", past.receivedAt().toString());
        one.put("state", past.state().name().toLowerCase(Locale.ROOT));
        one.put("attempts", past.attempts());
        past.event().ifPresent(event -> one.put("event", event));
        past.problem().ifPresent(problem -> one.put("problem", problem));
        past.body().ifPresent(body -> one.set("body", body));
        var events = one.putArray("events");
        past.events().stream().map(EventId::value).forEach(events::add);
        return one;
    }

    private static Response removed(HookDesk desk, String name) {
        if (desk.remove(name)) {
            return Response.json(200, Map.of());
        }
        return desk.show(name).isPresent()
                ? refused("the hook " + name + " stands in lotus.yaml: take it out there")
                : unknown(name);
    }

    private static Response done(String name, boolean known) {
        return known ? Response.json(200, Map.of()) : unknown(name);
    }

    private static Response unknown(String name) {
        return refused("there is no hook " + name + "; see: lotus hook list");
    }

    private static Response refused(String why) {
        return Response.error(409, "M_FORBIDDEN", why);
    }

    private static Optional<String> text(ObjectNode wish, String field) {
        return Json.string(wish, field).filter(text -> !text.isEmpty());
    }

    private static Optional<Duration> duration(ObjectNode wish, String field) {
        Function<String, Duration> read = text -> {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
            }
        };
        return text(wish, field).map(read);
    }
}
