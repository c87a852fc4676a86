package org.lotusguild.lotus.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.launch.chat.Harmless;
import tools.jackson.databind.JsonNode;

/** Hooks and deliveries as people read them. */
final class HookText {
    private HookText() {}

    static List<String> hooks(JsonNode hooks) {
        if (hooks.isEmpty()) {
            return List.of("No hooks yet. Make one with: lotus hook create NAME --room ROOM");
        }
        List<String> lines = new ArrayList<>();
        lines.add("%-20s %-14s %-24s %-20s %s".formatted("name", "service", "rooms", "last post", "last 24 h"));
        hooks.forEach(hook -> lines.add(Harmless.text("%-20s %-14s %-24s %-20s %s"
                .formatted(
                        word(hook, "name"),
                        service(hook),
                        rooms(hook),
                        moment(hook, "last").orElse("never"),
                        day(hook) + state(hook)))));
        return lines;
    }

    /** A line each, for a room: no columns there. */
    static List<String> inChat(JsonNode hooks) {
        if (hooks.isEmpty()) {
            return List.of("No hooks yet.");
        }
        List<String> lines = new ArrayList<>();
        hooks.forEach(hook -> lines.add("%s · %s · %s · last post %s · %s%s"
                .formatted(
                        word(hook, "name"),
                        service(hook),
                        rooms(hook),
                        moment(hook, "last").orElse("never"),
                        day(hook),
                        state(hook))));
        return lines;
    }

    static List<String> hook(JsonNode hook) {
        List<String> lines = new ArrayList<>();
        lines.add("name      " + word(hook, "name"));
        lines.add("service   " + service(hook));
        lines.add("rooms     " + rooms(hook));
        lines.add("from      "
                + switch (word(hook, "origin")) {
                    case "FILE" -> "lotus.yaml";
                    case "HOOKSHOT" -> "matrix-hookshot";
                    default -> "a command";
                });
        lines.add("state     " + (hook.path("enabled").asBoolean(true) ? "on" : "off") + script(hook));
        Json.string(hook, "problem").ifPresent(why -> lines.add("why       " + why));
        moment(hook, "expires").ifPresent(end -> lines.add("expires   " + end));
        lines.add("last post " + moment(hook, "last").orElse("never"));
        lines.add("24 hours  " + day(hook));
        return lines.stream().map(Harmless::text).toList();
    }

    /** How a script that was saved failed when it was tried. */
    static Optional<String> warning(JsonNode told) {
        return Json.string(told, "warning").map(HookText::warning);
    }

    static String warning(String words) {
        return Harmless.text("Its script is kept. It was tried " + words);
    }

    /** What an import did or would do. */
    static List<String> imported(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add("%-24s %-34s %-8s %-9s %s"
                .formatted("name", "room", "state", "script", "")
                .strip());
        report.path("hooks")
                .forEach(hook -> lines.add("%-24s %-34s %-8s %-9s %s"
                        .formatted(
                                word(hook, "name"),
                                word(hook, "room"),
                                word(hook, "state").toLowerCase(Locale.ROOT),
                                word(hook, "script").toLowerCase(Locale.ROOT),
                                word(hook, "why"))
                        .stripTrailing()));
        boolean dry = report.path("dryRun").asBoolean(false);
        lines.add(count(report, "NEW") + (dry ? " would be made, " : " made, ") + count(report, "THERE")
                + " there already, " + count(report, "SKIPPED") + " skipped."
                + (dry ? " Nothing was written: this was a dry run." : ""));
        if (!report.path("settings").isEmpty()) {
            lines.add("Of hookshot's settings, for the block webhooks of lotus.yaml and for the proxy:");
            report.path("settings").forEach(setting -> lines.add("  " + setting.asString()));
        }
        return lines.stream().map(Harmless::text).toList();
    }

    private static long count(JsonNode report, String state) {
        return StreamSupport.stream(report.path("hooks").spliterator(), false)
                .filter(hook -> word(hook, "state").equals(state))
                .count();
    }

    private static String script(JsonNode hook) {
        return hook.path("script").asBoolean(false) ? ", with a script" : "";
    }

    static List<String> deliveries(JsonNode deliveries, boolean bodies) {
        if (deliveries.isEmpty()) {
            return List.of("None.");
        }
        List<String> lines = new ArrayList<>();
        deliveries.forEach(one -> {
            String problem = Json.string(one, "problem").map(p -> "  " + p).orElse("");
            lines.add(Harmless.text("%s  %s  %-14s %-9s %s%s"
                    .formatted(
                            word(one, "id"),
                            moment(one, "received_at").orElse(""),
                            word(one, "hook"),
                            word(one, "state"),
                            word(one, "event"),
                            problem)));
            if (bodies && one.has("body")) {
                lines.add(Harmless.text("    " + Json.text(one.path("body"))));
            }
        });
        return lines;
    }

    /** What could not be delivered, and how the rest of it is seen. */
    static List<String> dead(JsonNode told, boolean all) {
        JsonNode deliveries = told.path("deliveries");
        List<String> lines = new ArrayList<>(deliveries(deliveries, false));
        long more = told.path("more").asLong(0);
        if (more > 0) {
            String last = word(deliveries.path(deliveries.size() - 1), "id");
            lines.add("… and %d more: lotus hook dead%s --after %s".formatted(more, all ? " --all" : "", last));
        }
        return lines;
    }

    private static String word(JsonNode node, String field) {
        return Json.string(node, field).orElse("");
    }

    private static String service(JsonNode hook) {
        return Json.string(hook, "service").orElse("recognised");
    }

    private static String rooms(JsonNode hook) {
        return String.join(
                ", ",
                StreamSupport.stream(hook.path("rooms").spliterator(), false)
                        .map(JsonNode::asString)
                        .toList());
    }

    /** To the second. */
    private static Optional<String> moment(JsonNode node, String field) {
        return Json.string(node, field).map(text -> text.replaceFirst("\\.\\d+Z$", "Z"));
    }

    private static String day(JsonNode hook) {
        List<String> parts = new ArrayList<>();
        hook.path("day")
                .forEachEntry((state, count) -> parts.add(count.asString("0") + " " + state.toLowerCase(Locale.ROOT)));
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static String state(JsonNode hook) {
        return hook.path("enabled").asBoolean(true) ? "" : " (off)";
    }
}
