package org.lotusguild.lotus.stack.apply;

import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.stack.plan.Role;

/** Which files belong to a role, by their places. */
public final class Only {
    private static final Map<Role, List<String>> PLACES = Map.of(
            Role.SYNAPSE, List.of("/etc/matrix-synapse/", "/etc/systemd/system/matrix-synapse"),
            Role.POSTGRES, List.of("/etc/postgresql/"),
            Role.REDIS, List.of("/etc/redis/"),
            Role.PROXY, List.of("/etc/nginx/", "/etc/fail2ban/"),
            Role.TURN, List.of("/etc/turnserver.conf", "/etc/coturn/"),
            Role.SFU, List.of("/etc/livekit", "/etc/systemd/system/livekit"),
            Role.SSO,
                    List.of(
                            "/etc/authelia/",
                            "/etc/lldap/",
                            "/etc/systemd/system/authelia",
                            "/etc/systemd/system/lldap"),
            Role.WEB, List.of("/etc/nginx/", "/etc/lotus/client/"),
            Role.MONITORING, List.of("/etc/prometheus/", "/etc/grafana/", "/etc/uptime-kuma/"),
            Role.LOTUS, List.of("/etc/systemd/system/lotus"));

    private Only() {}

    public static List<Wanted> of(List<Wanted> files, Role role) {
        List<String> places = PLACES.getOrDefault(role, List.of());
        return files.stream()
                .filter(file -> places.stream().anyMatch(file.path()::startsWith))
                .toList();
    }
}
