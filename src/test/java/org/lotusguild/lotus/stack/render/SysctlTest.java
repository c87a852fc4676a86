package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SysctlTest {
    @Test
    void writesForTheOuterMachineWhatAContainerCannotSet() {
        List<RenderedFile> files = new Sysctl().files(Samples.plan("five-hosts"), Samples.secrets());
        assertThat(files).map(RenderedFile::host).containsExactly("matrix", "matrix-outer");
        assertThat(files.getFirst().text())
                .contains("net.ipv4.ip_local_reserved_ports = 50000-57999\n", "net.ipv4.udp_rmem_min = 65536\n")
                .doesNotContain("net.core.rmem_max", "bbr", "fq\n");
        assertThat(files.getLast().text())
                .contains("net.core.rmem_max = 26214400\n", "net.ipv4.tcp_congestion_control = bbr\n", "= fq\n")
                .doesNotContain("reserved_ports");
    }

    @Test
    void writesOneFileForAMachineWithAKernelOfItsOwn() {
        List<RenderedFile> files = new Sysctl().files(Samples.plan("one-host"), Samples.secrets());
        assertThat(files).hasSize(1);
        assertThat(files.getFirst().text()).contains("net.core.rmem_max", "reserved_ports", "bbr");
    }

    @Test
    void reservesTheWiderRangesOfAHugeGuild() {
        String huge = Samples.text("one-host").replace("calls: true", "calls: true\n  size: huge");
        assertThat(new Sysctl()
                        .files(Samples.planOf(huge), Samples.secrets())
                        .getFirst()
                        .text())
                .contains("net.ipv4.ip_local_reserved_ports = 48000-61999\n");
    }
}
