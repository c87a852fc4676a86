package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of sysctl. */
final class KernelSamples {
    static final List<Sample> ALL = List.of(
            fails("OS-001", "sysctl.d/99-x.conf:2", """
                    === sysctl.d/99-x.conf
                    net.ipv4.tcp_fin_timeout = 10
                    net.ipv4.tcp_congestion_control = bbr
                    net.core.default_qdisc = fq
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, kind: lxc-unprivileged, roles: [turn]}
                    where: {"**": a}
                    """),
            fails("OS-001", "sysctl.d/99-x.conf:0", """
                    === sysctl.d/99-x.conf
                    net.ipv4.tcp_fin_timeout = 10
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, kind: vm, roles: [turn]}
                    where: {"**": a}
                    """),
            passes("OS-001", """
                    === sysctl.d/99-x.conf
                    net.ipv4.tcp_congestion_control = bbr
                    net.core.default_qdisc = fq
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, kind: vm, roles: [turn]}
                    where: {"**": a}
                    """),
            passes("OS-001", """
                    === sysctl.d/99-x.conf
                    net.ipv4.tcp_fin_timeout = 10
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, kind: lxc-unprivileged, roles: [turn]}
                    where: {"**": a}
                    """),
            fails("OS-002", "sysctl.d/99-x.conf:2", """
                    === sysctl.d/99-x.conf
                    net.ipv4.udp_rmem_min = 65536
                    net.core.rmem_max = 1
                    vm.swappiness = 1
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, kind: lxc-unprivileged, roles: [turn]}
                    where: {"**": a}
                    """),
            passes("OS-002", """
                    === sysctl.d/99-x.conf
                    net.ipv4.udp_rmem_min = 65536
                    net.core.somaxconn = 1024
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, kind: lxc-unprivileged, roles: [turn]}
                    where: {"**": a}
                    """),
            passes("OS-002", """
                    === sysctl.d/99-x.conf
                    net.core.rmem_max = 1
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, kind: vm, roles: [turn]}
                    where: {"**": a}
                    """),
            fails("OS-003", "sysctl.d/99-x.conf:0", """
                    === sysctl.d/99-x.conf
                    net.ipv4.tcp_fin_timeout = 10
                    === turnserver.conf
                    use-auth-secret
                    """),
            fails("OS-003", "sysctl.d/99-x.conf:1", """
                    === sysctl.d/99-x.conf
                    net.ipv4.ip_local_reserved_ports = 52000-57998
                    === turnserver.conf
                    min-port=52000
                    max-port=57999
                    use-auth-secret
                    """),
            passes("OS-003", """
                    === sysctl.d/99-x.conf
                    net.ipv4.ip_local_reserved_ports = 50000-57999
                    === turnserver.conf
                    min-port=52000
                    max-port=57999
                    use-auth-secret
                    === livekit.yaml
                    rtc: {port_range_start: 50000, port_range_end: 51999}
                    """),
            passes("OS-003", """
                    === sysctl.d/99-x.conf
                    net.ipv4.ip_local_port_range = 32768 49151
                    === turnserver.conf
                    use-auth-secret
                    """),
            passes("OS-003", """
                    === sysctl.d/99-x.conf
                    net.ipv4.tcp_fin_timeout = 10
                    """));

    private KernelSamples() {}
}
