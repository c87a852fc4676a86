package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Names;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Monitors for Uptime Kuma, in the form that its page "Backup" takes in: one for each component. Kuma cannot speak UDP, so
 * TURN has one that waits for Lotus' own word.
 *
 * <p>Source: Uptime Kuma 1.23, {@code server/server.js}, {@code uploadBackup}.
 */
final class UptimeKuma implements Writer {
    private static final int INTERVAL = 60;

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (!plan.has(Role.MONITORING)) {
            return List.of();
        }
        Host host = plan.the(Role.MONITORING);
        ArrayNode monitors = Json.array();
        monitors(plan, host).forEach(monitors::add);
        ObjectNode backup = Json.object().put("version", "1.23.0");
        backup.putArray("notificationList");
        backup.set("monitorList", monitors);
        return List.of(RenderedFile.open(host, "/etc/lotus/uptime-kuma.json", Pretty.json(backup)));
    }

    private static List<ObjectNode> monitors(Plan plan, Host host) {
        List<ObjectNode> monitors = new ArrayList<>();
        monitors.add(page("Homeserver", plan.publicUrl() + "_matrix/client/versions", "versions"));
        if (!plan.stack().federation().closed()) {
            monitors.add(page("Federation", plan.publicUrl() + "_matrix/federation/v1/version", "Synapse"));
        }
        String wellKnown = "https://" + plan.stack().serverName() + "/.well-known/matrix/client";
        monitors.add(page("Well-known", wellKnown, "m.homeserver"));
        names(plan.stack().names()).forEach(monitors::add);
        plan.with(Role.LOTUS)
                .map(to -> page(
                        "Lotus on " + to.name(), url(plan, host, to, Service.LOTUS_INTERNAL) + "/health/ready", ""))
                .forEach(monitors::add);
        if (plan.has(Role.SFU)) {
            monitors.add(page("LiveKit", plan.publicUrl() + "livekit/sfu/", "OK"));
        }
        plan.with(Role.TURN).forEach(to -> {
            monitors.add(beat("TURN over UDP on " + to.name()));
            monitors.add(port("TURN over TLS on " + to.name(), to.address(), plan.port(Service.TURN_TLS)));
        });
        monitors.addAll(database(plan, host));
        return monitors;
    }

    /** None where it listens for its own host only. */
    private static List<ObjectNode> database(Plan plan, Host host) {
        Host to = plan.the(Role.POSTGRES);
        boolean heard = to.equals(host) || plan.bind(to, Service.POSTGRES).equals(to.address());
        String address = plan.address(host, to, Service.POSTGRES);
        return heard ? List.of(port("PostgreSQL", address, plan.port(Service.POSTGRES))) : List.of();
    }

    private static Stream<ObjectNode> names(Names names) {
        return Stream.of(
                        names.client()
                                .map(name -> page("Web client", "https://" + name + "/config.json", "homeserverList")),
                        names.auth().map(name -> page("Single sign-on", "https://" + name + "/api/health", "OK")),
                        names.grafana().map(name -> page("Grafana", "https://" + name + "/api/health", "ok")))
                .flatMap(Optional::stream);
    }

    private static String url(Plan plan, Host from, Host to, Service service) {
        return "http://" + plan.address(from, to, service) + ":" + plan.port(service);
    }

    /** A page that must hold the word, under a certificate that is not about to end. */
    private static ObjectNode page(String name, String url, String word) {
        ObjectNode monitor = monitor(name, word.isEmpty() ? "http" : "keyword")
                .put("url", url)
                .put("method", "GET")
                .put("maxredirects", 0)
                .put("ignoreTls", false)
                .put("expiryNotification", url.startsWith("https:"));
        monitor.putArray("accepted_statuscodes").add("200-299");
        return word.isEmpty() ? monitor : monitor.put("keyword", word);
    }

    private static ObjectNode port(String name, String address, int port) {
        return monitor(name, "port").put("hostname", address).put("port", port);
    }

    /** Lotus' probe must be heard of; Kuma makes the address, and it goes into {@code probes} of {@code lotus.yaml}. */
    private static ObjectNode beat(String name) {
        return monitor(name, "push");
    }

    private static ObjectNode monitor(String name, String type) {
        return Json.object()
                .put("name", name)
                .put("type", type)
                .put("active", true)
                .put("interval", INTERVAL)
                .put("retryInterval", INTERVAL)
                .put("maxretries", 1);
    }
}
