package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;

class LiveKitTest {
    private static final String PATH = "/etc/livekit/livekit.yaml";

    @Test
    void severalServersMeetInRedis() {
        Plan plan = Samples.planOf(Samples.text("five-hosts")
                .replace(
                        "watch:    {address: 10.20.0.49, roles: [monitoring]}",
                        "media: {address: 10.20.0.50, roles: [sfu]}")
                .replace(", grafana: grafana.example.org", ""));
        assertThat(plan.the(Role.REDIS).name()).isEqualTo("matrix");
        assertThat(Samples.file(plan, plan.hosts().get(3), PATH))
                .contains("redis:\n  address: \"10.20.0.29:6379\"\n  password: fake-");
        assertThat(Samples.file(plan, plan.the(Role.REDIS), "/etc/redis/redis.conf"))
                .contains("bind 127.0.0.1 10.20.0.29\n");
    }

    @Test
    void oneServerNeedsNoRedis() {
        assertThat(text(Samples.plan("five-hosts"))).doesNotContain("redis");
    }

    @Test
    void showsItsFiguresToAnotherHost() {
        Plan plan = Samples.planOf(Samples.text("one-host")
                .replace(
                        "web, monitoring, lotus]",
                        "web, lotus]\n    watch: {address: 10.20.0.49, roles: [monitoring]}"));
        assertThat(text(plan)).contains("bind_addresses:\n  - \"127.0.0.1\"\n  - \"10.20.0.29\"\n");
    }

    @Test
    void sendsMembersToOurOwnRelay() {
        assertThat(text(Samples.plan("one-host")))
                .contains("turn_servers:", "host: turn.example.org", "protocol: tls", "node_ip: \"203.0.113.139\"")
                .doesNotContain("use_external_ip", "enabled_codecs");
    }

    private static String text(Plan plan) {
        return Samples.file(plan, plan.the(Role.SFU), PATH);
    }
}
