package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.stack.trial.HomeFiles;
import org.lotusguild.lotus.stack.trial.TrialException;
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
                    tree.path("postgres").asBoolean(false),
                    tree.path("turn").asBoolean(false),
                    tree.path("sfu").asBoolean(false),
                    tree.path("proxy").asBoolean(false),
                    tree.path("workers").asInt(0));
            Map<String, Integer> ports = new TreeMap<>();
            Json.objectAt(tree, "ports").properties().forEach(entry -> {
                int port = entry.getValue().asInt(0);
                if (port < 1 || port > HIGHEST) {
                    throw new IllegalArgumentException("ports." + entry.getKey() + ": must be a port");
                }
                ports.put(entry.getKey(), port);
            });
            return new Remembered(wanted, ports);
        } catch (MalformedJson | IllegalArgumentException e) {
            throw new TrialException(file + " cannot be read: " + e.getMessage(), "Correct it");
        }
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
