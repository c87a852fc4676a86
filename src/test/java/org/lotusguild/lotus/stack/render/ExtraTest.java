package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** What an admin adds to the files goes beside what Lotus writes, never over it. */
class ExtraTest {
    private static Plan plan(String extra) {
        return Samples.planOf(Samples.text("five-hosts").replace("  lan:", "  extra:\n" + extra.indent(4) + "  lan:"));
    }

    private static String file(String extra, Role role, String path) {
        Plan plan = plan(extra);
        return Samples.file(plan, plan.the(role), path);
    }

    @Test
    void addsKeysOfSynapseAtAnyDepth() {
        String extra =
                "synapse: {email: {smtp_host: mail.example.org, smtp_port: 25}, caches: {per_cache_factors: {a: 1.50}}}";
        assertThat(file(extra, Role.SYNAPSE, "/etc/matrix-synapse/homeserver.yaml"))
                .contains("email:\n  smtp_host: mail.example.org\n  smtp_port: 25\n")
                .contains("caches:\n  global_factor: 1\n  per_cache_factors:\n    a: 1.50\n");
    }

    @Test
    void addsToTheFileThatHasTheKey() {
        String extra = "synapse: {experimental_features: {msc0000_enabled: true}}";
        assertThat(file(extra, Role.SYNAPSE, "/etc/matrix-synapse/conf.d/lotus-calls.yaml"))
                .contains("experimental_features:\n  msc0000_enabled: true\n  msc4143_enabled: true\n");
        assertThat(file(extra, Role.SYNAPSE, "/etc/matrix-synapse/homeserver.yaml"))
                .doesNotContain("experimental_features");
    }

    @Test
    void goesOnWithTheListOfRegistrations() {
        assertThat(file(
                        "synapse: {app_service_config_files: [/etc/bridge.yaml]}",
                        Role.SYNAPSE,
                        "/etc/matrix-synapse/homeserver.yaml"))
                .contains(
                        "app_service_config_files:\n  - /etc/matrix-synapse/appservices/lotus.yaml\n  - /etc/bridge.yaml\n");
    }

    @Test
    void addsLinesToTheOtherPrograms() {
        assertThat(file("coturn: [verbose, denied-peer-ip=192.0.2.7]", Role.TURN, "/etc/turnserver.conf"))
                .endsWith("verbose\ndenied-peer-ip=192.0.2.7\n");
        assertThat(file("livekit: {rtc: {use_mdns: false}}", Role.SFU, "/etc/livekit/livekit.yaml"))
                .contains("  use_mdns: false\n");
        assertThat(file(
                        "postgres: {track_io_timing: on, a.b: it's}",
                        Role.POSTGRES,
                        "/etc/postgresql/17/main/conf.d/lotus.conf"))
                .endsWith("a.b = 'it''s'\ntrack_io_timing = 'on'\n");
        assertThat(file(
                        "postgres: {archive_command: 'x\\y'}",
                        Role.POSTGRES,
                        "/etc/postgresql/17/main/conf.d/lotus.conf"))
                .endsWith("archive_command = 'x\\\\y'\n");
        assertThat(file("pg-hba: [local wiki wiki peer]", Role.POSTGRES, "/etc/postgresql/17/main/pg_hba.conf"))
                .endsWith("local wiki wiki peer\n");
        assertThat(file("sysctl: {net.ipv4.tcp_fin_timeout: 10}", Role.TURN, "/etc/sysctl.d/99-lotus.conf"))
                .endsWith("net.ipv4.tcp_fin_timeout = 10\n");
    }

    @Test
    void addsToOneServerOfNginxAndBesideAll() {
        String extra = """
                nginx:
                  matrix.example.org: |
                    location /wiki/ {
                        proxy_pass http://10.20.0.6:8300;
                    }
                  http: "server { listen 8300; }"
                """;
        assertThat(file(extra, Role.PROXY, "/etc/nginx/conf.d/lotus.conf"))
                .contains("    location /wiki/ {\n        proxy_pass http://10.20.0.6:8300;\n    }\n}\n")
                .endsWith("server { listen 8300; }\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "synapse: {listeners: []}                               | stack.extra.synapse.listeners",
                "synapse: {database: {args: {user: x}}}                 | stack.extra.synapse.database.args.user",
                "synapse: {matrix_rtc: {transports: []}}                | stack.extra.synapse.matrix_rtc.transports",
                "synapse: {federation_domain_whitelist: []}             | stack.extra.synapse.federation_domain_whitelist",
                "livekit: {rtc: {tcp_port: 1}}                          | stack.extra.livekit.rtc.tcp_port",
                "coturn: [verbose, min-port=1]                          | stack.extra.coturn.1",
                "postgres: {max_connections: 5}                         | stack.extra.postgres.max_connections",
                "sysctl: {net.core.rmem_max: 5}                         | stack.extra.sysctl.net.core.rmem_max",
                "nginx: {matrix.example.org: location /webhook/ {} }    | stack.extra.nginx.matrix.example.org",
                "nginx: {matrix.example.org: \"ssl_protocols TLSv1.3;\" } | stack.extra.nginx.matrix.example.org",
                "nginx: {other.example.org: \"root /srv;\" }              | stack.extra.nginx.other.example.org",
            })
    void refusesWhatLotusWritesItself(String extra, String key) {
        String quoted = extra.contains("location")
                ? extra.replace("location /webhook/ {}", "\"location /webhook/ {}\"")
                : extra;
        assertThatThrownBy(() -> Samples.files(plan(quoted)))
                .isInstanceOfSatisfying(
                        StackTrouble.class,
                        trouble -> assertThat(String.join(".", trouble.keys())).isEqualTo(key))
                .hasMessageStartingWith(key + ": ");
    }

    private static String nginx(String server, String text) {
        return "nginx:\n  " + server + ": |\n" + text.indent(4);
    }

    /** Whatever it is, it stands between braces of ours. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "root /srv; } server { listen 8300;      | line 1: a brace closes nothing",
                "location /a { root /b; } }              | line 1: a brace closes nothing",
                "location /a { root /b;                  | line 1: the file ends before a block is closed",
                "root /srv                               | line 1: a semicolon is missing behind this directive",
                "return 200 'open;                       | line 1: a quote opens here and never closes",
                "set $a ${b ; } server { set $c d}; }    | line 1: a brace closes nothing",
                "return 200 a}; }                        | line 1: a brace closes nothing",
                "content_by_lua_block { x = '{' }        | a block of Lua",
                "content_by_lua_block { x = '{' } }      | line 1: a brace closes nothing",
                "location /a { content_by_lua_block { } } | a block of Lua",
            })
    void letsNothingEndABlockOfOurs(String text, String message) {
        for (String server : List.of("matrix.example.org", "http")) {
            assertThatThrownBy(() -> Samples.files(plan(nginx(server, text))))
                    .as(server)
                    .isInstanceOf(StackTrouble.class)
                    .hasMessageStartingWith("stack.extra.nginx." + server + ": " + message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root /srv;\n  ssl_protocols TLSv1.3;",
                "root /srv; ssl_protocols TLSv1.3;",
                "# words\n\tssl_protocols\n TLSv1.3;",
                "\"ssl_protocols\" TLSv1.3;",
                "root /srv;\n    location /webhook/ { }",
                "location ^~/webhook/ { }",
                "location ^~ \"/webhook/\" { }",
                "root /srv; location =/.well-known/matrix/client { }",
            })
    void knowsItsOwnHoweverItIsWritten(String text) {
        String server = "matrix.example.org";
        assertThatThrownBy(() -> Samples.files(plan(nginx(server, text))))
                .hasMessageStartingWith("stack.extra.nginx." + server + ": Lotus writes this itself: ");
    }

    @Test
    void takesWhatOnlyLooksLikeABraceOrLikeItsOwn() {
        String text = """
                location /a/ { return 200 "} ssl_protocols x;"; } # }
                location ~ ^/webhook/ { ssl_protocols TLSv1.3; set $b $c}d; return 200 e}f; }
                """;
        assertThat(file(nginx("matrix.example.org", text), Role.PROXY, "/etc/nginx/conf.d/lotus.conf"))
                .contains(text.indent(4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx: {matrix.example.org: \"root /a; # \\r } \"} | stack.extra.nginx: must be lines",
                "synapse: {email: {smtp_password: whispered}}    | stack.extra.synapse.email.smtp_password: a secret",
                "coturn: [cli-password=whispered]                | stack.extra.coturn: a secret",
                "synapse: {signing_key: ed25519 a_x whispered}   | stack.extra.synapse.signing_key: a secret",
                "synapse: {email: {smtp_password: 12345678}}     | stack.extra.synapse.email.smtp_password: a secret",
                "coturn: [\" user=me:whispered\"]                | stack.extra.coturn: a secret",
                "pg-hba: [host a b 192.0.2.0/24 ldap ldapbindpasswd=whispered] | stack.extra.pg-hba: a secret",
                "postgres: {primary_conninfo: host=a password=whispered} | stack.extra.postgres.primary_conninfo: a secret",
                "coturn: [\"a\\nb\"]                             | stack.extra.coturn: each must be one line",
                "postgres: {Bad-Name: 1}                         | stack.extra.postgres.Bad-Name: not a name",
                "synapse: {email: }                              | stack.extra.synapse.email: has no value",
                "synapse: [a]                                    | stack.extra.synapse: must be a block",
            })
    void refusesSecretsAndNonsenseWhenItIsRead(String extra, String message) {
        assertThatThrownBy(() -> plan(extra))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refusal -> assertThat(refusal.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.message()).startsWith(message);
                                    assertThat(problem.line()).isEqualTo(20);
                                }));
    }
}
