package org.lotusguild.lotus.stack.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.base.Nearest;

/**
 * What listens somewhere: the one table of ports. Everything that needs a port takes it from here, by
 * {@link Plan#ports()}.
 */
public enum Service {
    HTTP(Role.PROXY, 80, Proto.TCP, Reach.INTERNET),
    HTTPS(Role.PROXY, 443, Proto.TCP, Reach.INTERNET),
    /** Client and federation API. */
    SYNAPSE(Role.SYNAPSE, 8008, Proto.TCP, Reach.PEERS, Role.PROXY, Role.LOTUS),
    WORKERS(Role.SYNAPSE, "8010-8059", Proto.TCP, Reach.PEERS, Role.PROXY),
    REPLICATION(Role.SYNAPSE, 9093, Proto.TCP, Reach.HOST),
    /** Of those workers that write streams. */
    WORKER_REPLICATION(Role.SYNAPSE, "9110-9159", Proto.TCP, Reach.HOST),
    SYNAPSE_METRICS(Role.SYNAPSE, 9000, Proto.TCP, Reach.PEERS, Role.MONITORING),
    WORKER_METRICS(Role.SYNAPSE, "9010-9059", Proto.TCP, Reach.PEERS, Role.MONITORING),
    /** Push, webhooks, calls, site. */
    LOTUS(Role.LOTUS, 8090, Proto.TCP, Reach.PEERS, Role.PROXY, Role.SFU),
    /** Metrics, health, control. */
    LOTUS_INTERNAL(Role.LOTUS, 9095, Proto.TCP, Reach.PEERS, Role.MONITORING),
    LIVEKIT(Role.SFU, 7880, Proto.TCP, Reach.PEERS, Role.PROXY, Role.LOTUS),
    LIVEKIT_TCP(Role.SFU, 7881, Proto.TCP, Reach.INTERNET),
    LIVEKIT_MEDIA(Role.SFU, "50000-51999", Proto.UDP, Reach.INTERNET),
    LIVEKIT_METRICS(Role.SFU, 6789, Proto.TCP, Reach.PEERS, Role.MONITORING),
    TURN(Role.TURN, 3478, Proto.BOTH, Reach.INTERNET),
    TURN_TLS(Role.TURN, 5349, Proto.TCP, Reach.INTERNET),
    TURN_RELAY(Role.TURN, "52000-57999", Proto.UDP, Reach.INTERNET),
    TURN_METRICS(Role.TURN, 9641, Proto.TCP, Reach.PEERS, Role.MONITORING),
    POSTGRES(Role.POSTGRES, 5432, Proto.TCP, Reach.PEERS, Role.SYNAPSE, Role.LOTUS),
    POSTGRES_METRICS(Role.POSTGRES, 9187, Proto.TCP, Reach.PEERS, Role.MONITORING),
    /** Of every host. */
    NODE_METRICS(Role.MONITORING, 9100, Proto.TCP, Reach.PEERS, Role.MONITORING),
    REDIS(Role.REDIS, 6379, Proto.TCP, Reach.PEERS, Role.SYNAPSE, Role.SFU),
    AUTHELIA(Role.SSO, 9091, Proto.TCP, Reach.PEERS, Role.PROXY),
    LLDAP(Role.SSO, 3890, Proto.TCP, Reach.HOST),
    LLDAP_PAGES(Role.SSO, 17170, Proto.TCP, Reach.HOST),
    /** The web client, where its host is not the proxy's. */
    WEB(Role.WEB, 8085, Proto.TCP, Reach.PEERS, Role.PROXY),
    PROMETHEUS(Role.MONITORING, 9099, Proto.TCP, Reach.HOST),
    GRAFANA(Role.MONITORING, 3000, Proto.TCP, Reach.PEERS, Role.PROXY),
    UPTIME_KUMA(Role.MONITORING, 3001, Proto.TCP, Reach.HOST);

    /** How far a service is to be heard. */
    enum Reach {
        /** On every address; the router forwards it. */
        INTERNET,
        /** On the host's address if one of those who ask is elsewhere, else on the loopback address. */
        PEERS,
        /** On the loopback address. */
        HOST
    }

    private static final PortSpan HUGE_MEDIA = new PortSpan(48_000, 51_999);
    private static final PortSpan HUGE_RELAY = new PortSpan(52_000, 61_999);

    private final Role role;
    private final PortSpan usual;
    private final Proto proto;
    private final Reach reach;
    private final Set<Role> askers;

    Service(Role role, int port, Proto proto, Reach reach, Role... askers) {
        this(role, Integer.toString(port), proto, reach, askers);
    }

    Service(Role role, String ports, Proto proto, Reach reach, Role... askers) {
        this.role = role;
        this.usual = PortSpan.parse(ports);
        this.proto = proto;
        this.reach = reach;
        this.askers = Set.of(askers);
    }

    /** Who has it. */
    public Role role() {
        return role;
    }

    public Proto proto() {
        return proto;
    }

    /** Whether it is to be reached from everywhere. */
    public boolean open() {
        return reach == Reach.INTERNET;
    }

    /** As {@code stack.ports} calls it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Media take two ports a participant, and relays one each: a huge guild needs more. */
    public PortSpan usual(Capacity size) {
        if (size == Capacity.HUGE && this == LIVEKIT_MEDIA) {
            return HUGE_MEDIA;
        }
        return size == Capacity.HUGE && this == TURN_RELAY ? HUGE_RELAY : usual;
    }

    /** @param wanted what differs from the usual, by the name of the service */
    PortSpan span(Map<String, PortSpan> wanted, Capacity size) {
        PortSpan own = wanted.get(toString());
        return own == null ? usual(size) : own;
    }

    /** Whether it exists there at all. */
    boolean runsOn(Host host, List<Host> all, Capacity size) {
        if (!host.has(role) && this != NODE_METRICS) {
            return false;
        }
        return switch (this) {
            case WORKERS, WORKER_METRICS, REPLICATION, WORKER_REPLICATION -> size.workers();
            case WEB -> !host.has(Role.PROXY);
            case NODE_METRICS, POSTGRES_METRICS, TURN_METRICS, LIVEKIT_METRICS ->
                all.stream().anyMatch(h -> h.has(Role.MONITORING));
            default -> true;
        };
    }

    /** The address that it binds. */
    String bind(Host host, List<Host> all) {
        return switch (reach) {
            case INTERNET -> PortTable.EVERY_ADDRESS;
            case HOST -> PortTable.LOOPBACK;
            case PEERS ->
                all.stream()
                                .anyMatch(other ->
                                        other != host && other.roles().stream().anyMatch(askers::contains))
                        ? host.address()
                        : PortTable.LOOPBACK;
        };
    }

    /** @throws IllegalArgumentException that begins with the key, if one is unknown or of the wrong size */
    static void check(Map<String, PortSpan> ports) {
        List<String> known = Arrays.stream(values()).map(Service::toString).toList();
        ports.forEach((name, span) -> {
            if (!known.contains(name)) {
                String hint = Nearest.of(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("known: " + String.join(", ", known));
                throw new IllegalArgumentException("ports." + name + ": unknown service; " + hint);
            }
            if (Service.of(name).usual.single() != span.single()) {
                throw new IllegalArgumentException(
                        "ports." + name + ": must be " + (span.single() ? "a range, such as 52000-57999" : "one port"));
            }
        });
    }

    private static Service of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
