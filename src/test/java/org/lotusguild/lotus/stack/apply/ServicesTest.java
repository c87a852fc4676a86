package org.lotusguild.lotus.stack.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.tool.Tool;

/** What services are told, and what a person hears of it. */
class ServicesTest extends ApplyBed {
    @Test
    void tellsServicesAndRestartsThemOnlyWhenToldTo() {
        noServices = Optional.empty();
        Wanted page = unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service");
        Apply.Report plain = applied(page, secret("/etc/turnserver.conf", "key=x\n"));
        assertThat(told).containsExactly("systemctl reload-or-restart nginx.service");
        assertThat(plain.open()).containsExactly("systemctl restart coturn.service   (its files changed)");
        assertThat(plain.failed()).isFalse();

        told.clear();
        Apply.Report restarting = applied(RESTARTING, page, secret("/etc/turnserver.conf", "key=y\n"));
        assertThat(told).containsExactly("systemctl restart coturn.service");
        assertThat(restarting.open()).isEmpty();
    }

    @Test
    void saysWhenAServiceDidNotDoWhatItWasTold() {
        noServices = Optional.empty();
        fails = command -> true;
        Apply.Report report = applied(unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service"));
        assertThat(report.failed()).isTrue();
        assertThat(report.open()).containsExactly("systemctl reload-or-restart nginx.service   (failed: no such unit)");
    }

    @Test
    void reloadsAgainUntilItWorkedAndTellsNobodyElse() {
        noServices = Optional.empty();
        fails = command -> command.contains("reload-or-restart nginx");
        Wanted[] files = {
            unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service"),
            unit("/etc/prometheus/rules/lotus.yml", "b\n", "prometheus.service")
        };
        assertThat(applied(files).failed()).isTrue();
        told.clear();
        assertThat(applied(files).failed()).isTrue();
        assertThat(told).containsExactly("systemctl reload-or-restart nginx.service");
        assertThat(apply().brokenOff()).isTrue();

        told.clear();
        fails = command -> false;
        assertThat(applied(files).done()).containsExactly("systemctl reload-or-restart nginx.service");
        assertThat(apply().brokenOff()).isFalse();
        assertThat(applied(files).done()).isEmpty();
        assertThat(told).containsExactly("systemctl reload-or-restart nginx.service");
    }

    @Test
    void readsWhatSystemdSaysOfARun() {
        assertThat(Services.Run.of(new Tool.Outcome(0, "ActiveState=active\nInvocationID=1f\n", "")))
                .contains(new Services.Run("1f", true));
        assertThat(Services.Run.of(new Tool.Outcome(0, "InvocationID=\nActiveState=failed\n", "")))
                .contains(new Services.Run("", false));
        assertThat(Services.Run.of(new Tool.Outcome(1, "", "Failed to connect to bus")))
                .isEmpty();
    }

    @Test
    void tellsOnceWhatIsLeftToAPersonWhereNoServicesAre() {
        assertThat(applied(unit("/etc/nginx/conf.d/a.conf", "a\n", "nginx.service"))
                        .open())
                .hasSize(1);
        assertThat(apply().brokenOff()).isFalse();
    }

    @Test
    void refusesToRestartWhereNoServicesAre() throws IOException {
        noServices = Optional.of("systemd does not run on this machine");
        assertThatThrownBy(() -> applied(RESTARTING, secret("/etc/turnserver.conf", "key=x\n")))
                .isInstanceOf(StackTrouble.class)
                .hasMessage("--restart: systemd does not run on this machine");
        assertThat(etc()).isEmpty();
    }

    @Test
    void readsBackWhatTheKernelDidNotTake() throws IOException {
        noServices = Optional.empty();
        place("/proc/sys/net/ipv4/udp_mem", "1\t2\t3\n");
        place("/proc/sys/net/core/rmem_max", "212992\n");
        Apply.Report report = applied(unit(
                "/etc/sysctl.d/99-lotus.conf",
                "# ours\nnet.ipv4.udp_mem = 1 2 3\nnet.core.rmem_max = 26214400\nnet.core.no_such=1\n",
                "systemd-sysctl.service"));
        assertThat(told).containsExactly("systemctl restart systemd-sysctl.service");
        assertThat(report.open())
                .containsExactly(
                        "net.core.rmem_max is 212992 and not 26214400: the machine around a container sets it",
                        "net.core.no_such is not there: the machine around a container sets it");
    }
}
