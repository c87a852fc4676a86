package org.lotusguild.lotus.stack.render;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** What Synapse must know for calls: the TURN server, the media server, and events that send themselves later. */
final class SynapseCalls implements Writer {

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        Map<String, Object> yaml = SynapseExtra.beside(plan, settings(plan));
        return yaml.isEmpty()
                ? List.of()
                : List.of(Synapse.open(
                        plan.the(Role.SYNAPSE), "conf.d/lotus-calls.yaml", Yaml.text(plan.header(), yaml)));
    }

    /** A TURN server serves calls of two people; those of more need the media server too. */
    static Map<String, Object> settings(Plan plan) {
        Map<String, Object> yaml = new HashMap<>();
        if (plan.has(Role.TURN)) {
            yaml.put("turn_uris", turn(plan));
            yaml.put("turn_shared_secret_path", SynapseSecrets.path(SecretName.TURN));
        }
        if (!plan.stack().calls()) {
            return yaml;
        }
        yaml.put("experimental_features", Map.of("msc4143_enabled", true, "msc4222_enabled", true));
        yaml.put("max_event_delay_duration", "24h");
        yaml.put("rc_message", Map.of("per_second", 0.5, "burst_count", 30));
        yaml.put("rc_delayed_event_mgmt", Map.of("per_second", 1, "burst_count", 20));
        yaml.put("matrix_rtc", Map.of("transports", List.of(transport(plan))));
        return yaml;
    }

    private static List<String> turn(Plan plan) {
        String name = plan.stack().names().turn().orElse(plan.stack().publicName());
        int port = plan.port(Service.TURN);
        return List.of(
                "turn:" + name + ":" + port + "?transport=udp",
                "turn:" + name + ":" + port + "?transport=tcp",
                "turns:" + name + ":" + plan.port(Service.TURN_TLS) + "?transport=tcp");
    }

    private static Map<String, Object> transport(Plan plan) {
        Map<String, Object> transport = new HashMap<>();
        transport.put("type", "livekit");
        transport.put("livekit_service_url", authorization(plan));
        if (plan.stack().versions().synapse().atLeast("1.161")) {
            transport.put("url", "wss://" + plan.stack().publicName() + "/livekit/sfu");
        }
        return transport;
    }

    /** Where clients ask for a token of the media server. */
    static String authorization(Plan plan) {
        return plan.publicUrl() + "livekit/jwt";
    }
}
