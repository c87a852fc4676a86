package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.PortSpan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * LiveKit's configuration, keys and unit. It refuses a key that it does not know and then ends with exit code 0, so the unit
 * restarts it whatever the code, and stops trying after five times.
 *
 * <p>Source: {@code pkg/config/config.go} of LiveKit 1.11.0.
 */
final class LiveKit implements Writer {
    private static final String UNIT = "livekit-server.service";
    private static final String KEYS = "/etc/livekit/keys.yaml";

    private static final Map<String, Object> ROOMS = Map.of(
            "auto_create", false, // rooms come from Lotus alone
            "empty_timeout", 300,
            "departure_timeout", 20,
            "max_participants", 50);

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        List<RenderedFile> files = new ArrayList<>();
        plan.with(Role.SFU).forEach(host -> {
            String key = secrets.value(SecretName.LIVEKIT_KEY).value();
            String pair = key + ": " + secrets.value(SecretName.LIVEKIT_SECRET).value();
            files.add(RenderedFile.closed(
                            host,
                            "/etc/livekit/livekit.yaml",
                            "livekit",
                            Yaml.text(
                                    plan.header(),
                                    Additions.into(
                                            settings(plan, host, secrets),
                                            plan.extra().livekit().values(),
                                            "livekit",
                                            Set.of())))
                    .of(UNIT));
            files.add(RenderedFile.closed(host, KEYS, "livekit", "# " + plan.header() + "\n" + pair + "\n")
                    .owned("0600", "livekit:livekit")
                    .of(UNIT));
            files.add(RenderedFile.open(host, "/etc/systemd/system/" + UNIT, unit(plan))
                    .of(UNIT));
        });
        return files;
    }

    private static Map<String, Object> settings(Plan plan, Host host, SecretValues secrets) {
        String key = secrets.value(SecretName.LIVEKIT_KEY).value();
        Map<String, Object> settings = new TreeMap<>(Map.of(
                "port", plan.port(Service.LIVEKIT),
                "bind_addresses", addresses(plan, host),
                "key_file", KEYS,
                "rtc", transport(plan, host, secrets),
                "room", ROOMS,
                "webhook",
                        Map.of(
                                "api_key",
                                key,
                                "urls",
                                List.of("http://" + plan.reach(host, Service.LOTUS) + "/livekit/webhook")),
                "logging", Map.of("json", true, "level", "info")));
        if (plan.has(Role.MONITORING)) {
            settings.put("prometheus", Map.of("port", plan.port(Service.LIVEKIT_METRICS)));
        }
        if (plan.with(Role.SFU).count() > 1) {
            settings.put(
                    "redis",
                    Map.of(
                            "address", plan.reach(host, Service.REDIS),
                            "password", secrets.value(SecretName.REDIS).value()));
        }
        return settings;
    }

    /** It shows its figures on the same addresses, which may be asked for from further away. */
    private static List<String> addresses(Plan plan, Host host) {
        String own = plan.bind(host, Service.LIVEKIT);
        return plan.has(Role.MONITORING)
                ? Stream.of(own, plan.bind(host, Service.LIVEKIT_METRICS))
                        .distinct()
                        .toList()
                : List.of(own);
    }

    private static Map<String, Object> transport(Plan plan, Host host, SecretValues secrets) {
        PortSpan media = plan.span(Service.LIVEKIT_MEDIA);
        Map<String, Object> transport = new TreeMap<>(Map.of(
                "tcp_port", plan.port(Service.LIVEKIT_TCP),
                "port_range_start", media.first(),
                "port_range_end", media.last(),
                "node_ip", host.publicAddress()));
        if (plan.has(Role.TURN)) {
            transport.put(
                    "turn_servers", relays(plan, secrets.value(SecretName.TURN).value()));
        }
        return transport;
    }

    /** Ours alone; told of none, LiveKit sends members to somebody else's STUN server. */
    private static List<Map<String, Object>> relays(Plan plan, String secret) {
        String name = plan.stack().names().turn().orElse(plan.stack().publicName());
        return List.of(
                Map.of("host", name, "port", plan.port(Service.TURN), "protocol", "udp", "secret", secret),
                Map.of("host", name, "port", plan.port(Service.TURN_TLS), "protocol", "tls", "secret", secret));
    }

    private static String unit(Plan plan) {
        return Lines.under(plan.header())
                .block("""
                [Unit]
                Description=LiveKit, the media server of calls
                Wants=network-online.target
                After=network-online.target
                StartLimitIntervalSec=60
                StartLimitBurst=5

                [Service]
                User=livekit
                Group=livekit
                ExecStart=/usr/local/bin/livekit-server --config /etc/livekit/livekit.yaml
                Restart=always
                RestartSec=2
                LimitNOFILE=65536
                CapabilityBoundingSet=
                RestrictAddressFamilies=AF_NETLINK
                """)
                .block(Units.CLOSED)
                .block("""

                [Install]
                WantedBy=multi-user.target
                """)
                .text();
    }
}
