package org.lotusguild.lotus.stack.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.LiveAnswers.KernelValue;
import org.lotusguild.lotus.stack.facts.Told;

/** A folder stands for the machine. */
class ProcSysTest {
    @TempDir
    private Path root;

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<KernelValue> values() {
        return new ProcSys(root).values(Fixtures.facts(Told.nothing(), root));
    }

    @Test
    void readsWhatTheFilesOfThisMachineAskFor() throws IOException {
        write("etc/sysctl.d/99-a.conf", "net.core.rmem_max = 26214400\n-net/ipv4/tcp_rmem = 4096 87380 9\n");
        write("proc/sys/net/core/rmem_max", "212992\n");
        write("proc/sys/net/ipv4/tcp_rmem", "4096\t87380\t9\n");
        assertThat(values())
                .containsExactly(
                        new KernelValue(
                                "etc/sysctl.d/99-a.conf",
                                1,
                                "net.core.rmem_max",
                                "26214400",
                                Optional.of("212992"),
                                ""),
                        new KernelValue(
                                "etc/sysctl.d/99-a.conf",
                                2,
                                "net.ipv4.tcp_rmem",
                                "4096 87380 9",
                                Optional.of("4096\t87380\t9"),
                                ""));
    }

    @Test
    void takesTheLineThatCounts() throws IOException {
        write("usr/lib/sysctl.d/50-a.conf", "net.core.somaxconn = 1\n");
        write("etc/sysctl.d/60-b.conf", "net.core.somaxconn = 2\n");
        write("etc/sysctl.conf", "net.core.somaxconn = 3\n");
        write("elsewhere/sysctl.d/99-c.conf", "net.core.somaxconn = 4\n");
        write("proc/sys/net/core/somaxconn", "3");
        assertThat(values()).singleElement().satisfies(value -> {
            assertThat(value.file()).isEqualTo("etc/sysctl.conf");
            assertThat(value.wanted()).isEqualTo("3");
        });
    }

    @Test
    void saysWhatTheKernelHasNotOrDoesNotTell() throws IOException {
        write(
                "etc/sysctl.d/a.conf",
                "net.core.none = 1\nnet.core.folder = 1\nnet.core.../../../etc/shadow = 1\nnet.ipv4.conf.*.rp_filter = 1\n");
        Files.createDirectories(root.resolve("proc/sys/net/core/folder"));
        assertThat(values()).extracting(KernelValue::key).containsExactly("net.core.none", "net.core.folder");
        assertThat(values().getFirst().has()).isEmpty();
        assertThat(values().getFirst().because()).isEmpty();
        assertThat(values().getLast().because()).endsWith("net/core/folder cannot be read");
    }

    /** The machine that the test runs on has this one. */
    @Test
    void readsTheRealKernel() throws IOException {
        write("etc/sysctl.d/a.conf", "kernel.ostype = Linux\n");
        Files.createDirectories(root.resolve("proc"));
        Files.createSymbolicLink(root.resolve("proc/sys"), Path.of("/proc/sys"));
        assertThat(values())
                .singleElement()
                .satisfies(value -> assertThat(value.has()).contains("Linux"));
    }
}
