package org.lotusguild.lotus.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.facts.Release;
import org.lotusguild.lotus.stack.render.Samples;

class PlanTest {
    private final Plan five = Samples.plan("five-hosts");
    private final Plan one = Samples.plan("one-host");
    private final Plan large = Samples.plan("large");

    private static Host host(Plan plan, String name) {
        return plan.hosts().stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void bindsToTheLanWhereSomebodyElsewhereAsks() {
        assertThat(five.bind(host(five, "matrix"), Service.SYNAPSE)).isEqualTo("10.20.0.29");
        assertThat(five.bind(host(five, "database"), Service.POSTGRES)).isEqualTo("10.20.0.44");
        assertThat(five.bind(host(five, "auth"), Service.LLDAP)).isEqualTo("127.0.0.1");
        assertThat(one.bind(host(one, "guild"), Service.SYNAPSE)).isEqualTo("127.0.0.1");
        assertThat(one.bind(host(one, "guild"), Service.TURN)).isEqualTo("0.0.0.0");
    }

    @Test
    void reachesEachServiceWhereItListens() {
        assertThat(five.reach(host(five, "proxy"), Service.SYNAPSE)).isEqualTo("10.20.0.29:8008");
        assertThat(five.reach(host(five, "matrix"), Service.SYNAPSE)).isEqualTo("10.20.0.29:8008");
        assertThat(one.reach(host(one, "guild"), Service.SYNAPSE)).isEqualTo("127.0.0.1:8008");
        assertThat(large.reach(host(large, "front"), Service.REDIS)).isEqualTo("127.0.0.1:6379");
    }

    @Test
    void reservesThePortsOfMedia() {
        assertThat(five.ports().reserved(host(five, "matrix"))).containsExactly(new PortSpan(50_000, 57_999));
        assertThat(five.ports().reserved(host(five, "proxy"))).isEmpty();
        Plan huge = Samples.planOf(Samples.text("five-hosts").replace("size: small", "size: huge"));
        assertThat(huge.ports().reserved(host(huge, "matrix"))).containsExactly(new PortSpan(48_000, 61_999));
    }

    @Test
    void listsWhatTheRouterSendsOn() {
        assertThat(five.ports().forwarded())
                .extracting(use -> use.host().name() + " " + use.span() + " "
                        + use.service().proto())
                .containsExactly(
                        "matrix 7881 tcp",
                        "matrix 50000-51999 udp",
                        "matrix 3478 tcp+udp",
                        "matrix 5349 tcp",
                        "matrix 52000-57999 udp",
                        "proxy 80 tcp",
                        "proxy 443 tcp");
    }

    @Test
    void countsProcessesAndConnections() {
        assertThat(five.workers()).isEmpty();
        assertThat(five.databaseConnections()).isEqualTo(100);
        assertThat(large.workers())
                .extracting(Worker::name)
                .containsExactly("sync-1", "sync-2", "client-1", "federation-sender-1", "pusher-1", "media-1");
        Plan huge = Samples.planOf(Samples.text("large").replace("size: large", "size: huge"));
        assertThat(huge.workers()).hasSize(16);
        assertThat(huge.databaseConnections()).isEqualTo(17 * 6 + 30);
        assertThat(large.port(large.workers().get(2))).isEqualTo(8012);
    }

    @Test
    void givesPostgresItsPartOfTheMemory() {
        assertThat(five.databaseMemory()).hasToString("6GiB");
        assertThat(one.databaseMemory().bytes()).isBetween((long) (3.19 * (1 << 30)), (long) (3.21 * (1 << 30)));
    }

    @Test
    void putsRedisBesideSynapseWhenWorkersNeedIt() {
        assertThat(large.the(Role.REDIS).name()).isEqualTo("front");
        assertThat(five.has(Role.REDIS)).isFalse();
    }

    @Test
    void takesAVersionWithoutPatchForTheNewest() {
        assertThat(List.of("1.26", "1.25", "1.25.1", "2"))
                .allMatch(v -> Release.parse(v).atLeast("1.25.1"));
        assertThat(List.of("1.25.0", "1.22", "1.22.1"))
                .noneMatch(v -> Release.parse(v).atLeast("1.25.1"));
        assertThat(Release.parse("17").atLeast("18")).isFalse();
    }
}
