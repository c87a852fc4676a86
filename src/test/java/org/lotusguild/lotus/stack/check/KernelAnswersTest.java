package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.stack.check.SaidAnswers.found;
import static org.lotusguild.lotus.stack.check.SaidAnswers.live;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.LiveAnswers;

/** What a running kernel has of its files. Each check once with a fault and once without. */
class KernelAnswersTest {
    private static Answers kernel(LiveAnswers.KernelValue... values) {
        return live(new LiveAnswers(List.of(), List.of(), List.of(), List.of(), List.of(values)));
    }

    private static LiveAnswers.KernelValue value(String key, String wanted, String has) {
        return new LiveAnswers.KernelValue("sysctl.d/99-x.conf", 1, key, wanted, Optional.of(has), "");
    }

    @Test
    void comparesTheKernelWithItsFiles() {
        String file = "=== sysctl.d/99-x.conf\nnet.core.rmem_max = 26214400\n";
        assertThat(found("OS-002", file, kernel(value("net.core.rmem_max", "26214400", "26214400"))))
                .isEmpty();
        assertThat(found("OS-002", file, kernel(value("net.ipv4.tcp_rmem", "4096 87380  9", "4096\t87380\t9"))))
                .isEmpty();
        String reserved = "net.ipv4.ip_local_reserved_ports";
        assertThat(found("OS-002", file, kernel(value(reserved, "50000-51999,52000-57999", "50000-57999"))))
                .isEmpty();
        assertThat(found("OS-002", file, kernel(value(reserved, "50000-57999", ""))))
                .hasSize(1);
        assertThat(found("OS-002", file, kernel(value("net.core.rmem_max", "26214400", "212992"))))
                .containsExactly("net.core.rmem_max: net.core.rmem_max = 26214400, and the kernel has 212992");
        assertThat(found(
                        "OS-002",
                        file,
                        kernel(new LiveAnswers.KernelValue(
                                "sysctl.d/99-x.conf", 1, "net.core.rmem_max", "1", Optional.empty(), ""))))
                .containsExactly("net.core.rmem_max: net.core.rmem_max = 1, and the kernel has no such setting");
        assertThat(found(
                        "OS-002",
                        file,
                        kernel(new LiveAnswers.KernelValue(
                                "sysctl.d/99-x.conf",
                                1,
                                "net.core.rmem_max",
                                "1",
                                Optional.empty(),
                                "it cannot be read"))))
                .containsExactly("unknown net.core.rmem_max: it cannot be read");
        LiveAnswers.KernelValue cubic = value("net.ipv4.tcp_congestion_control", "bbr", "cubic");
        assertThat(found("OS-001", file, kernel(cubic))).hasSize(1);
        assertThat(found("OS-001", file, kernel(value("net.ipv4.tcp_congestion_control", "bbr", "bbr"))))
                .isEmpty();
        assertThat(found("OS-002", file, kernel(cubic))).isEmpty();
    }

    @Test
    void saysOfAContainerOnceThatTheHostMustSetIt() {
        String inside = """
                === sysctl.d/99-x.conf
                net.core.rmem_max = 26214400
                === facts.yaml
                hosts:
                  a: {address: 10.0.0.1, kind: lxc-unprivileged, roles: [turn]}
                where: {"**": a}
                """;
        assertThat(found("OS-002", inside, kernel(value("net.core.rmem_max", "26214400", "212992"))))
                .containsExactly("net.core.rmem_max: net.core.rmem_max = 26214400");
    }
}
