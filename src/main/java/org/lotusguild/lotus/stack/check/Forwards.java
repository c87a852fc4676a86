package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.PortRange;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Told.Role;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** What the router passes on, against what the services behind it use. */
final class Forwards {
    private static final int PORTS = 65_536;
    private static final String TCP = "tcp";
    private static final String UDP = "udp";

    static final List<Check> CHECKS =
            List.of(Check.of("NET-002", MEDIUM, "The router forwards other ports than the services use")
                    .reads(Reads.FACTS)
                    .passes("each forwarded port belongs to a service, and each public port of a service is forwarded")
                    .because(
                            "what is forwarded and unused waits for the next program that opens it; what is missing makes calls fail")
                    .source("ports of coturn, LiveKit and nginx as their files say")
                    .run(Forwards::forwards));

    private Forwards() {}

    /** Ports of one host: those that something opens, and those of them without which something fails. */
    private record Needs(Used opened, Used wanted) {
        void add(String protocol, String port) {
            opened.add(protocol, port);
            wanted.add(protocol, port);
        }

        void add(String protocol, PortRange range) {
            opened.add(protocol, range);
            wanted.add(protocol, range);
        }
    }

    /** One set for each protocol. */
    private record Used(BitSet tcp, BitSet udp) {
        static Used none() {
            return new Used(new BitSet(PORTS), new BitSet(PORTS));
        }

        void add(String protocol, PortRange range) {
            of(protocol).set(range.first(), range.last() + 1);
        }

        void add(String protocol, String port) {
            read(port).ifPresent(range -> add(protocol, range));
        }

        BitSet of(String protocol) {
            return protocol.equals(UDP) ? udp : tcp;
        }

        boolean isEmpty() {
            return tcp.isEmpty() && udp.isEmpty();
        }
    }

    private static Optional<PortRange> read(String text) {
        try {
            return Optional.of(PortRange.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Stream<Finding> forwards(Facts facts) {
        return facts.told().hosts().stream().flatMap(host -> {
            List<Told.Forward> here = facts.told().forwards().stream()
                    .filter(forward -> forward.to().equals(host.name()))
                    .toList();
            Needs needs = needs(facts, host);
            return here.isEmpty() || needs.opened().isEmpty() || !whole(facts, host)
                    ? Stream.of()
                    : Stream.concat(
                            here.stream().flatMap(forward -> spare(facts, forward, needs.opened()).stream()),
                            missing(facts, here, needs.wanted()).stream());
        });
    }

    /** Whether the files of all that the host opens to the world are among the targets. */
    private static boolean whole(Facts facts, Told.Host host) {
        Map<Role, Kind> telling = Map.of(Role.TURN, Kind.COTURN, Role.SFU, Kind.LIVEKIT, Role.PROXY, Kind.NGINX);
        return host.roles().stream()
                .filter(telling::containsKey)
                .allMatch(role -> facts.documents().stream()
                        .anyMatch(file -> file.kind() == telling.get(role) && on(facts, file, host)));
    }

    private static Needs needs(Facts facts, Told.Host host) {
        Needs used = new Needs(Used.none(), Used.none());
        facts.coturn().stream().filter(file -> on(facts, file, host)).forEach(file -> coturn(facts, file, used));
        facts.yaml(Kind.LIVEKIT).stream().filter(file -> on(facts, file, host)).forEach(file -> liveKit(file, used));
        facts.nginx().stream()
                .filter(file -> on(facts, file, host))
                .flatMap(file -> NginxRoutes.servers(file).stream())
                .flatMap(server -> NginxListen.of(server).stream())
                .filter(listen -> listen.tls() || listen.port() == 80)
                .forEach(listen -> used.add(listen.has("quic") ? UDP : TCP, String.valueOf(listen.port())));
        return used;
    }

    private static boolean on(Facts facts, Document file, Told.Host host) {
        return facts.hostOf(file).map(host::equals).orElse(false);
    }

    private static void coturn(Facts facts, CoturnFile file, Needs used) {
        String plain = file.last("listening-port").map(Setting::value).orElse("3478");
        String secure = file.last("tls-listening-port").map(Setting::value).orElse("5349");
        boolean dtls = facts.atLeast(Program.COTURN, "4.17") ? file.has("dtls") : !file.has("no-dtls");
        if (!file.has("no-udp")) {
            used.add(UDP, plain);
        }
        if (!file.has("no-tcp")) {
            used.add(TCP, plain);
        }
        if (file.has("cert") && !file.has("no-tls")) {
            used.add(TCP, secure);
        }
        if (file.has("cert") && dtls) {
            used.opened().add(UDP, secure);
        }
        MediaPorts.relay(file).ifPresent(range -> {
            used.add(UDP, range);
            if (!file.has("no-tcp-relay")) {
                used.opened().add(TCP, range);
            }
        });
    }

    private static void liveKit(YamlFile file, Needs used) {
        used.add(TCP, file.text("rtc", "tcp_port").orElse("7881"));
        MediaPorts.ofSfu(file).forEach(range -> used.add(UDP, range));
    }

    /** Ports of a forward that nothing uses. */
    private static Optional<Finding> spare(Facts facts, Told.Forward forward, Used used) {
        String spare = forward.protocols().stream()
                .sorted()
                .flatMap(protocol -> {
                    BitSet ports = new BitSet(PORTS);
                    ports.set(forward.ports().first(), forward.ports().last() + 1);
                    ports.andNot(used.of(protocol));
                    return ranges(ports).map(range -> range + "/" + protocol);
                })
                .collect(Collectors.joining(", "));
        return spare.isEmpty()
                ? Optional.empty()
                : Optional.of(failed(
                        facts.told().at(forward.line(), "forwarded-ports"),
                        "forwarded and used by nothing: " + spare,
                        "only the ports that lotus ports lists"));
    }

    /** Ports that some service needs and no forward leads to. */
    private static Optional<Finding> missing(Facts facts, List<Told.Forward> here, Used used) {
        List<String> missing = new ArrayList<>();
        for (String protocol : List.of(TCP, UDP)) {
            BitSet ports = new BitSet(PORTS);
            ports.or(used.of(protocol));
            here.stream()
                    .filter(forward -> forward.protocols().contains(protocol))
                    .forEach(forward ->
                            ports.clear(forward.ports().first(), forward.ports().last() + 1));
            ranges(ports).map(range -> range + "/" + protocol).forEach(missing::add);
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(failed(
                        facts.told().at(here.getFirst().line(), "forwarded-ports"),
                        "used and not forwarded: " + String.join(", ", missing),
                        "forward them to " + here.getFirst().to()));
    }

    private static Stream<PortRange> ranges(BitSet ports) {
        List<PortRange> ranges = new ArrayList<>();
        for (int first = ports.nextSetBit(0); first >= 0; ) {
            int end = ports.nextClearBit(first);
            ranges.add(new PortRange(first, end - 1));
            first = ports.nextSetBit(end);
        }
        return ranges.stream();
    }
}
