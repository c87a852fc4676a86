package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.HostKind;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.PortSpan;
import org.lotusguild.lotus.stack.plan.Role;

/**
 * The kernel's settings where media run: larger buffers, and ports that outgoing connections must not take. What an unprivileged
 * container cannot set is written for the machine that holds it, as the files of a host {@code NAME-outer}.
 *
 * <p>Source: Linux, {@code Documentation/admin-guide/sysctl/net.rst} and {@code networking/ip-sysctl.rst}.
 */
final class Sysctl implements Writer {
    private static final String PATH = "/etc/sysctl.d/99-lotus.conf";

    /** Settings that belong to the machine, not to a container's network. */
    private static final String MACHINE = """
            net.core.rmem_max = 26214400
            net.core.wmem_max = 26214400
            """;

    private static final String NETWORK = """
            net.ipv4.udp_rmem_min = 65536
            net.ipv4.udp_wmem_min = 65536
            net.ipv4.tcp_keepalive_time = 300
            net.ipv4.tcp_keepalive_intvl = 30
            """;

    private static final String CONGESTION = """
            # For what this machine sends over TCP only; media is UDP.
            net.core.default_qdisc = fq
            net.ipv4.tcp_congestion_control = bbr
            """;

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        return plan.hosts().stream()
                .filter(host -> host.has(Role.TURN) || host.has(Role.SFU))
                .flatMap(host ->
                        host.kind() == HostKind.LXC_UNPRIVILEGED ? shared(plan, host) : Stream.of(whole(plan, host)))
                .toList();
    }

    private static RenderedFile whole(Plan plan, Host host) {
        return file(
                host,
                Lines.under(plan.header())
                        .block(MACHINE)
                        .block(NETWORK)
                        .block(CONGESTION)
                        .addAll(reserved(plan, host)),
                plan);
    }

    private static Stream<RenderedFile> shared(Plan plan, Host host) {
        Lines inner = Lines.under(plan.header() + "\nnet.core.* belong to the machine that holds this container: see "
                        + host.outer() + ".")
                .block(NETWORK)
                .addAll(reserved(plan, host));
        Lines outer = Lines.under(plan.header() + "\nFor the machine that holds the container " + host.name() + ".")
                .block(MACHINE)
                .block(CONGESTION);
        RenderedFile own = file(host, inner, plan);
        return Stream.of(
                own,
                new RenderedFile(host.outer(), PATH, own.mode(), own.owner(), false, Optional.empty(), outer.text()));
    }

    private static RenderedFile file(Host host, Lines lines, Plan plan) {
        List<String> ours = Stream.of(MACHINE, NETWORK, CONGESTION, lines.text())
                .flatMap(String::lines)
                .toList();
        lines.addAll(Additions.pairs(ours, plan.extra().sysctl(), "sysctl", ""));
        return RenderedFile.open(host, PATH, lines.text()).of("systemd-sysctl.service");
    }

    private static List<String> reserved(Plan plan, Host host) {
        String ranges =
                plan.ports().reserved(host).stream().map(PortSpan::toString).collect(Collectors.joining(","));
        return List.of("net.ipv4.ip_local_reserved_ports = " + ranges);
    }
}
