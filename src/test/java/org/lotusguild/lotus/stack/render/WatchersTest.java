package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import tools.jackson.databind.JsonNode;

/** Prometheus' targets and Uptime Kuma's monitors follow the plan. */
class WatchersTest {
    @Test
    void everyProcessOfSynapseIsATargetOfItsOwn() {
        String large = Samples.text("large").replace("roles: [postgres]", "roles: [postgres, monitoring]");
        assertThat(file(Samples.planOf(large), "/etc/prometheus/prometheus.yml"))
                .contains(
                        "index: main",
                        "index: sync-1",
                        "index: sync-2",
                        "index: media-1",
                        "10.20.0.29:9010",
                        "10.20.0.29:9000")
                .doesNotContain("livekit");
    }

    @Test
    void everyComponentHasAMonitor() {
        JsonNode monitors = Json.parseObject(file(Samples.plan("five-hosts"), "/etc/lotus/uptime-kuma.json"))
                .path("monitorList");
        assertThat(StreamSupport.stream(monitors.spliterator(), false)
                        .map(one -> one.path("name").asString()))
                .containsExactly(
                        "Homeserver",
                        "Federation",
                        "Well-known",
                        "Web client",
                        "Single sign-on",
                        "Grafana",
                        "Lotus on matrix",
                        "LiveKit",
                        "TURN over UDP on matrix",
                        "TURN over TLS on matrix",
                        "PostgreSQL");
    }

    @Test
    void doesNotAskServicesThatOnlyTheirOwnHostHears() {
        String apart = Samples.text("one-host")
                .replace(
                        "web, monitoring, lotus]",
                        "web, lotus]\n    watch: {address: 10.20.0.49, roles: [monitoring]}");
        assertThat(file(Samples.planOf(apart), "/etc/lotus/uptime-kuma.json")).doesNotContain("PostgreSQL");
    }

    private static String file(Plan plan, String path) {
        return Samples.file(plan, plan.the(Role.MONITORING), path);
    }
}
