package org.lotusguild.lotus.stack.trial.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

final class OnLoopbackTest {
    private static final Plan PLAN = Samples.planOf("""
                    stack:
                      server-name: lotus.test
                      public-name: lotus.test
                      federation: closed
                      size: large
                      calls: true
                      ipv6: false
                      hosts: {trial: {address: 127.0.0.1, public: 127.0.0.1, memory: 1GiB, roles: [synapse, postgres, proxy, turn, sfu, lotus]}}
                      names: {turn: 127.0.0.1}
                      ports: {https: 8008, synapse: 8130}
                    """).withWorkers(3);

    private static final List<RenderedFile> FILES = Samples.files(PLAN);

    private final OnLoopback here =
            new OnLoopback(Path.of("/srv/a b/servers"), "lotus.test", URI.create("http://127.0.0.1:8008"), true);

    @Test
    void nginxListensOnlyHereAndWithoutTls() {
        assertThat(text(here, "/etc/nginx/conf.d/lotus.conf"))
                .contains("    listen 127.0.0.1:8008;\n", "location /_synapse/ { return 404; }")
                .contains("\"base_url\":\"http://127.0.0.1:8008\"")
                .doesNotContain("ssl", "Strict-Transport", "https", "return 301")
                .satisfies(text -> assertThat(text.lines().filter(line -> line.contains("listen ")))
                        .hasSize(1));
    }

    @Test
    void nobodyIsHeardFromFurtherAway() {
        assertThat(text(here, "/etc/turnserver.conf"))
                .contains("listening-ip=127.0.0.1\n", "relay-ip=127.0.0.1\n", "\nallow-loopback-peers\n")
                .contains("cert=/srv/a b/servers/etc/coturn/certs/fullchain.pem\n")
                .contains("denied-peer-ip=127.0.0.2-127.255.255.255\n")
                .doesNotContain("external-ip", "syslog");
        assertThat(text(here, "/etc/livekit/livekit.yaml"))
                .contains(
                        "  tcp_port: 0\n",
                        "      - lo\n",
                        "  turn_servers:\n",
                        "key_file: ../servers/etc/livekit/keys.yaml");
        OnLoopback withoutTurn = new OnLoopback(here.servers(), here.serverName(), here.url(), false);
        assertThat(text(withoutTurn, "/etc/livekit/livekit.yaml"))
                .doesNotContain("turn_servers", "secret: ")
                .contains("\nwebhook:\n");
        assertThat(text(here, "/etc/redis/redis.conf"))
                .contains("bind 127.0.0.1\n", "dir ../servers/var/lib/redis\n", "logfile \"\"\n");
        assertThat(text(here, "/etc/matrix-synapse/homeserver.yaml"))
                .contains(
                        "public_baseurl: http://127.0.0.1:8008/\n",
                        "log_config: ../servers/etc/matrix-synapse/log.yaml");
        assertThat(text(here, "/etc/matrix-synapse/conf.d/lotus-calls.yaml"))
                .contains("ws://127.0.0.1:8008/livekit/sfu", "http://127.0.0.1:8008/livekit/jwt");
    }

    @Test
    void noFileOfTheHostIsLeft() {
        List<String> ours =
                List.of("/etc/matrix-synapse/", "/etc/nginx/", "/etc/livekit/", "/etc/redis/", "/etc/turnserver");
        String all = FILES.stream()
                .filter(file -> ours.stream().anyMatch(file.path()::startsWith))
                .map(here::text)
                .collect(Collectors.joining());
        assertThat(all).doesNotContain("https://lotus.test").doesNotContainPattern("(?<![\\w./-])/(etc|var|run)/");
    }

    private static String text(OnLoopback to, String path) {
        return FILES.stream()
                .filter(file -> file.path().equals(path))
                .map(to::text)
                .findFirst()
                .orElseThrow();
    }
}
