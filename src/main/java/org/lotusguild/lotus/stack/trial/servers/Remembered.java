package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.stack.trial.HomeFiles;
import org.lotusguild.lotus.stack.trial.TrialException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code servers.json} of a home: what is started around the homeserver, and on which ports. People may change it.
 *
 * @param ports by their name, the first of a range
 */
record Remembered(Wanted wanted, Map<String, Integer> ports) {
    private static final int HIGHEST = 65_535;

    Remembered {
        ports = Map.copyOf(ports);
    }

    static Path file(Path home) {
        return home.resolve("servers.json");
    }

    /** @throws TrialException if a person broke it */
    static Remembered in(Path home) {
        Path file = file(home);
        if (!Files.exists(file)) {
            return new Remembered(Wanted.nothing(), Map.of());
        }
        try {
            ObjectNode tree = Json.parseObject(HomeFiles.read(file));
            Wanted wanted = new Wanted(
                    flag(tree, "postgres"),
                    flag(tree, "turn"),
                    flag(tree, "sfu"),
                    flag(tree, "proxy"),
                    number("workers", tree.path("workers"), 0, Wanted.MOST_WORKERS));
            Map<String, Integer> ports = new TreeMap<>();
            JsonNode at = tree.path("ports");
            if (!at.isMissingNode() && !at.isObject()) {
                throw new IllegalArgumentException("ports: must be a block of names and ports");
            }
            Json.objectAt(tree, "ports")
                    .properties()
                    .forEach(entry ->
                            ports.put(entry.getKey(), number("ports." + entry.getKey(), entry.getValue(), 1, HIGHEST)));
            return new Remembered(wanted, ports);
        } catch (MalformedJson | IllegalArgumentException e) {
            throw new TrialException(file + " cannot be read: " + e.getMessage(), "Correct it");
        }
    }

    private static boolean flag(ObjectNode tree, String key) {
        JsonNode value = tree.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException(key + ": must be true or false");
        }
        return value.asBoolean(false);
    }

    private static int number(String key, JsonNode value, int least, int most) {
        boolean absent = value.isMissingNode() && least == 0;
        if (!absent && (!value.isInt() || value.asInt() < least || value.asInt() > most)) {
            throw new IllegalArgumentException(key + ": must be a number, " + least + " to " + most);
        }
        return value.asInt(0);
    }

    void write(Path home) {
        ObjectNode tree = Json.object();
        tree.put("postgres", wanted.postgres());
        tree.put("turn", wanted.turn());
        tree.put("sfu", wanted.sfu());
        tree.put("proxy", wanted.proxy());
        tree.put("workers", wanted.workers());
        ObjectNode at = tree.putObject("ports");
        new TreeMap<>(ports).forEach(at::put);
        HomeFiles.own(file(home), tree.toPrettyString() + "\n");
    }
}
