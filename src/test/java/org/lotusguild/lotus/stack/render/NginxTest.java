package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.StackTrouble;

class NginxTest {
    private static final String FIVE = Samples.text("five-hosts");
    private static final Pattern ROUTE = Pattern.compile("    \"~(.+)\" (\\S+);");

    private static String file(String yaml, String name) {
        Plan plan = Samples.planOf(yaml);
        return Samples.file(plan, plan.the(Role.PROXY), "/etc/nginx/" + name);
    }

    @Test
    void switchesHttp2OnAsTheReleaseWantsIt() {
        assertThat(file(FIVE, "conf.d/lotus.conf")).contains("http2 on;").doesNotContain("ssl http2");
        assertThat(file(FIVE.replace("1.26", "1.22.1"), "conf.d/lotus.conf"))
                .contains("listen 443 ssl http2;")
                .doesNotContain("http2 on;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix.example.org: \"http2 on;\"", "http: \"server { listen 8300 ssl; http2 on; }\""})
    void refusesADirectiveThatTheReleaseDoesNotKnow(String more) {
        String yaml = FIVE.replace("1.26", "1.22.1").replace("  lan:", "  extra: {nginx: {" + more + "}}\n  lan:");
        assertThatThrownBy(() -> file(yaml, "conf.d/lotus.conf"))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("nginx 1.22.1 knows no directive http2");
    }

    @Test
    void neverLetsTheCallerChooseHisAddress() {
        for (String sample : Samples.NAMES) {
            assertThat(file(Samples.text(sample), "lotus-synapse.inc"))
                    .contains("proxy_set_header X-Forwarded-For $remote_addr;")
                    .doesNotContain("$proxy_add_x_forwarded_for");
        }
    }

    @Test
    void believesOnlyTheProxyBeforeIt() {
        assertThat(file(FIVE, "conf.d/lotus.conf")).doesNotContain("real_ip");
        assertThat(file(FIVE.replace("  lan:", "  front-proxies: [192.0.2.7]\n  lan:"), "conf.d/lotus.conf"))
                .contains("set_real_ip_from 192.0.2.7;");
    }

    @Test
    void handsAChallengeToTheAuthority() {
        String acme = FIVE.replace("mode: files", "mode: acme-nginx");
        Plan plan = Samples.planOf(acme);
        assertThat(InstallPage.text(plan, plan.the(Role.PROXY))).contains("\ninstall -d -m 755 /var/www/lotus-acme\n");
        assertThat(file(acme, "conf.d/lotus.conf"))
                .contains("location ^~ /.well-known/acme-challenge/ { root /var/www/lotus-acme; }");
    }

    @Test
    void startsFail2banOnceThePackagesOwnJailIsMended() {
        Plan plan = Samples.plan("one-host");
        assertThat(InstallPage.text(plan, plan.the(Role.PROXY)))
                .contains("> /etc/fail2ban/jail.d/sshd-journal.conf\nsystemctl restart fail2ban\n```");
    }

    @Test
    void servesNothingFromTheHomeThatOnlyLotusMayEnter() {
        for (String sample : Samples.NAMES) {
            String yaml = Samples.text(sample).replace("mode: files", "mode: acme-nginx");
            assertThat(Samples.files(Samples.planOf(yaml)))
                    .filteredOn(file -> file.path().startsWith("/etc/nginx/"))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.text()).doesNotContain(Units.HOME + "/"));
        }
    }

    @Test
    void namesThePathsThatSynapsesWorkersAnswer() {
        assertThat(SynapseRoute.all())
                .hasSizeGreaterThan(95)
                .allSatisfy(route -> assertThat(Pattern.compile(route.path())).isNotNull());
    }

    /** As nginx does: the first expression of the map that fits. */
    private static String process(String size, String request) {
        String map = file(Samples.text("large").replace("size: large", "size: " + size), "conf.d/lotus-workers.conf");
        List<java.util.regex.MatchResult> routes = ROUTE.matcher(map).results().toList();
        Optional<String> found = routes.stream()
                .filter(route -> route.group(1).matches("\\^(GET|\\[A-Z]\\+) .*"))
                .filter(route ->
                        Pattern.compile(route.group(1)).matcher(request).find())
                .map(route -> route.group(2))
                .findFirst();
        return found.orElse("lotus_main");
    }

    @ParameterizedTest
    @CsvSource({
        "large, GET /_matrix/client/v3/sync, lotus_sync",
        "huge,  GET /_matrix/client/v3/sync, $lotus_sync",
        "large, POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync, lotus_sync",
        "large, POST /_matrix/client/v3/login, lotus_login",
        "large, POST /_matrix/client/v3/register, lotus_login",
        "large, GET /_synapse/client/oidc/callback, lotus_login",
        "large, GET /_matrix/client/v3/login/sso/redirect/oidc-authelia, lotus_login",
        "large, POST /_matrix/client/v3/logout, lotus_main",
        "large, PUT /_matrix/client/v3/rooms/!a:example.org/send/m.room.message/1, lotus_room",
        "large, GET /_matrix/client/v3/rooms/!a:example.org/messages, lotus_room",
        "large, GET /_matrix/client/v3/rooms/!a:example.org/members, lotus_client",
        "large, PUT /_matrix/client/v3/rooms/!a:example.org/typing/@u:example.org, lotus_main",
        "huge,  PUT /_matrix/client/v3/rooms/!a:example.org/typing/@u:example.org, lotus_typing",
        "large, PUT /_matrix/client/v3/sendToDevice/m.room.encrypted/1, lotus_main",
        "huge,  PUT /_matrix/client/v3/sendToDevice/m.room.encrypted/1, lotus_to_device",
        "large, POST /_matrix/client/v3/rooms/!a:example.org/receipt/m.read/$e, lotus_main",
        "huge,  POST /_matrix/client/v3/rooms/!a:example.org/receipt/m.read/$e, lotus_receipts",
        "large, GET /_matrix/client/v3/pushrules/, lotus_client",
        "large, PUT /_matrix/client/v3/pushrules/global/room/x, lotus_main",
        "large, GET /_matrix/client/v3/user/@u:example.org/account_data/x, lotus_client",
        "large, PUT /_matrix/client/v3/user/@u:example.org/account_data/x, lotus_main",
        "huge,  PUT /_matrix/client/v3/user/@u:example.org/account_data/x, lotus_account_data",
        "large, POST /_matrix/client/v3/keys/upload, lotus_device_lists",
        "large, GET /_matrix/client/v1/media/download/example.org/x, lotus_media",
        "large, POST /_matrix/media/v3/upload, lotus_media",
        "large, PUT /_matrix/federation/v1/send/1, lotus_federation_send",
        "large, GET /_matrix/federation/v1/event/$x, lotus_federation",
        "large, GET /_matrix/client/v3/thirdparty/protocols, lotus_main",
    })
    void routesARequestToTheProcessThatMayAnswerIt(String size, String request, String upstream) {
        assertThat(process(size, request)).isEqualTo(upstream);
    }

    @Test
    void writesAnUpstreamForEachTarget() {
        String map = file(Samples.text("large").replace("size: large", "size: huge"), "conf.d/lotus-workers.conf");
        assertThat(ROUTE.matcher(map).results().map(route -> route.group(2)).filter(name -> name.startsWith("lotus_")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(map).contains("upstream " + name + " {"));
        assertThat(map).contains("hash $lotus_user consistent;");
    }
}
