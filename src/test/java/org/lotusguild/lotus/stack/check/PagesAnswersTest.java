package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.stack.check.SaidAnswers.FILES;
import static org.lotusguild.lotus.stack.check.SaidAnswers.GOOD;
import static org.lotusguild.lotus.stack.check.SaidAnswers.found;
import static org.lotusguild.lotus.stack.check.SaidAnswers.live;
import static org.lotusguild.lotus.stack.check.SaidAnswers.page;
import static org.lotusguild.lotus.stack.check.SaidAnswers.pages;
import static org.lotusguild.lotus.stack.check.SaidAnswers.program;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;

/** What is shown at public names and by the services behind them. Each check once with a fault and once without. */
class PagesAnswersTest {
    @Test
    void knowsFromSynapseWhetherItsUpdatesAreSwitchedOff() {
        String status = "{\"enabled\": %s, \"current_updates\": {}}";
        assertThat(found("SYN-039", pages(updates(200, status.formatted("true")))))
                .isEmpty();
        assertThat(found("SYN-039", pages(updates(200, status.formatted("false")))))
                .containsExactly("https://x: enabled: false");
        assertThat(found("SYN-039", pages(updates(403, "{}"))))
                .containsExactly("unknown https://x: status 403: is the token an admin's?");
        assertThat(found("SYN-039", pages(updates(502, "")))).containsExactly("unknown https://x: status 502");
        assertThat(found("SYN-039", pages(updates(0, "")))).containsExactly("unknown https://x: no route");
    }

    private static LiveAnswers.Page updates(int status, String body) {
        return page(Question.BACKGROUND_UPDATES, status, "application/json", body);
    }

    @Test
    void readsTheDocumentsAsClientsAndServersDo() {
        String client = "{\"m.homeserver\":{\"base_url\":\"https://matrix.example.org\"}}";
        assertThat(found("WK-001", pages(page(Question.CLIENT_DOCUMENT, 200, "application/json", client))))
                .isEmpty();
        assertThat(found("WK-001", pages(page(Question.CLIENT_DOCUMENT, 200, "text/html", "<html>"))))
                .containsExactly("https://x: Content-Type [text/html], base_url ");
        assertThat(found("WK-001", pages(page(Question.CLIENT_DOCUMENT, 0, "", ""))))
                .containsExactly("unknown https://x: no route");
        LiveAnswers.Page server =
                page(Question.SERVER_DOCUMENT, 200, "application/json", "{\"m.server\":\"matrix.example.org:443\"}");
        assertThat(found("WK-002", live(serverAt(server, true)))).isEmpty();
        assertThat(found("WK-002", live(serverAt(server, false))))
                .containsExactly(
                        "https://x: matrix.example.org:443: its certificate is signed by nobody whom servers trust");
    }

    @Test
    void doesNotKnowAServerThatCouldNotBeAsked() {
        for (String place : List.of("[2001:db8::1]:8448", "matrix.example.org:70000")) {
            LiveAnswers.Page page =
                    page(Question.SERVER_DOCUMENT, 200, "application/json", "{\"m.server\":\"" + place + "\"}");
            assertThat(found("WK-002", pages(page)))
                    .containsExactly("unknown https://x: m.server is a place that could not be asked");
        }
    }

    private static LiveAnswers serverAt(LiveAnswers.Page page, boolean trusted) {
        return new LiveAnswers(
                List.of(page),
                List.of(new LiveAnswers.Handshake(
                        "matrix.example.org", 443, List.of("TLSv1.3"), Optional.of(GOOD), trusted, "")),
                List.of(),
                List.of());
    }

    @Test
    void asksTheServicesOfCallsAndTheClient() {
        LiveAnswers.Page authorization = page(Question.AUTHORIZATION, 200, "text/plain", "OK");
        assertThat(found("LK-008", pages(page(Question.SFU, 200, "text/plain", "OK"), authorization)))
                .isEmpty();
        assertThat(found("LK-008", pages(page(Question.SFU, 502, "text/html", "<h1>Bad\nGateway"), authorization)))
                .containsExactly("https://x: status 502: <h1>Bad Gateway");
        assertThat(found("LK-008", pages(page(Question.SFU, 200, "text/plain", "OK"))))
                .containsExactly("unknown authorization: --url authorization not given");
        assertThat(found("LK-008", pages(authorization))).containsExactly("unknown livekit: --url livekit not given");
        assertThat(found(
                        "LK-008",
                        live(new LiveAnswers(
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(new LiveAnswers.Connection("m", 7881, false))))))
                .containsExactly("tcp:m:7881: no connection");
        assertThat(found(
                        "CIN-001",
                        pages(page(
                                Question.CLIENT_CONFIG,
                                200,
                                "application/json",
                                "{\"homeserverList\":[\"example.org\"]}"))))
                .isEmpty();
        assertThat(found("CIN-001", pages(page(Question.CLIENT_UNKNOWN_ASSET, 200, "text/html", "<html>"))))
                .containsExactly("https://x: status 200: <html>");
        assertThat(found("CIN-001", pages(page(Question.CLIENT_SCRIPT, 200, "text/html", "<html>"))))
                .containsExactly("https://x: Content-Type [text/html]");
    }

    private static final String SIGN_IN = """
            === homeserver.yaml
            server_name: example.org
            public_baseurl: https://matrix.example.org/
            listeners: []
            oidc_providers:
              - idp_id: a
                issuer: https://auth.example.org
            """;

    private static Answers discovered(int status, String body) {
        return pages(new LiveAnswers.Page(
                Question.OIDC_DISCOVERY,
                "https://auth.example.org/.well-known/openid-configuration",
                status,
                List.of(),
                body,
                status == 0 ? "no route" : ""));
    }

    @Test
    void comparesTheIssuerWithWhatTheProviderSays() {
        String word =
                "{\"issuer\": \"https://auth.example.org%s\", \"token_endpoint\": \"https://auth.example.org/t\"}";
        assertThat(found("SSO-002", SIGN_IN, discovered(200, word.formatted(""))))
                .isEmpty();
        assertThat(found("SSO-002", SIGN_IN, discovered(200, word.formatted("/"))))
                .containsExactly(
                        "oidc_providers[0].issuer: issuer: https://auth.example.org, and the provider calls itself https://auth.example.org/");
        assertThat(found("SSO-002", SIGN_IN, discovered(404, "<h1>Not\nFound")))
                .singleElement()
                .asString()
                .endsWith("answers with status 404: <h1>Not Found");
        assertThat(found("SSO-002", SIGN_IN, discovered(200, "Log in to the Wi-Fi")))
                .singleElement()
                .asString()
                .endsWith("answers with status 200: Log in to the Wi-Fi");
        assertThat(found("SSO-002", SIGN_IN, discovered(0, "")))
                .singleElement()
                .asString()
                .startsWith("unknown oidc_providers[0].issuer: ")
                .endsWith("no route");
        assertThat(found("SSO-002", SIGN_IN + "    discover: false\n", discovered(404, "")))
                .isEmpty();
    }

    @Test
    void seesWhatThePublicNameShowsOfSynapse() {
        assertThat(found("SYN-038", pages(page(Question.ADMIN_API, 404, "text/html", "<h1>nginx"))))
                .isEmpty();
        assertThat(found("SYN-038", pages(page(Question.ADMIN_API, 401, "application/json", "{\"errcode\":\"M\"}"))))
                .containsExactly("https://x: status 401: {\"errcode\":\"M\"}");
        assertThat(found("SYN-038", pages(page(Question.ADMIN_API, 0, "", ""))))
                .containsExactly("unknown https://x: no route");
        String metrics = "# HELP python_info x\n# TYPE python_info gauge\n";
        assertThat(found("SYN-006", pages(page(Question.PUBLIC_METRICS, 200, "text/plain", metrics))))
                .hasSize(1);
        assertThat(found("SYN-006", pages(page(Question.PUBLIC_METRICS, 200, "text/html", "<h1># Welcome"))))
                .isEmpty();
        assertThat(found("SYN-006", pages(page(Question.PUBLIC_METRICS, 404, "text/plain", metrics))))
                .isEmpty();
        String calls = FILES.replace(
                "listeners: []",
                "listeners: []\nexperimental_features: {msc4143_enabled: true, msc4222_enabled: true}\nmatrix_rtc: {transports: [{type: livekit}]}");
        assertThat(found("SYN-017", calls, pages(page(Question.RTC_TRANSPORTS, 200, "application/json", "{}"))))
                .isEmpty();
        assertThat(found("SYN-017", calls, pages(page(Question.RTC_TRANSPORTS, 404, "application/json", "{}"))))
                .containsExactly("https://x: status 404: {}");
    }

    @Test
    void knowsTheReleaseOfSynapseThatAnswers() {
        String word = "{\"server\": {\"name\": \"%s\", \"version\": \"%s\"}}";
        assertThat(found("SYN-037", pages(release(word.formatted("Synapse", "1.163.2")))))
                .isEmpty();
        assertThat(found("SYN-037", pages(release(word.formatted("Synapse", "1.156.0 (b=main)")))))
                .containsExactly(
                        "/_matrix/federation/v1/version: 1.156.0: 2 security releases behind (1.157.2, 1.163.2)");
        assertThat(found("SYN-037", pages(release(word.formatted("Dendrite", "0.13")))))
                .isEmpty();
        assertThat(found("SYN-037", pages(release("<h1>Log in")))).isEmpty();
    }

    private static LiveAnswers.Page release(String body) {
        return page(Question.FEDERATION_VERSION, 200, "application/json", body);
    }

    @Test
    void takesTheNamesOfCachesFromSynapseItself() {
        String file = "=== homeserver.yaml\nserver_name: example.org\nlisteners: []\n"
                + "caches: {per_cache_factors: {get_users_in_room: 2, of_tomorrow: 2}}\n";
        assertThat(found("SYN-028", file, Answers.none())).hasSize(1);
        assertThat(found(
                        "SYN-028",
                        file,
                        pages(page(
                                Question.SYNAPSE_METRICS,
                                200,
                                "text/plain",
                                "synapse_util_caches_cache_size{name=\"of_tomorrow\",server_name=\"x\"} 1.0\n"
                                        + "synapse_util_caches_cache_size{name=\"*get_users_in_room*\"} 1.0"))))
                .isEmpty();
        assertThat(found(
                        "SYN-028",
                        file,
                        pages(page(
                                Question.SYNAPSE_METRICS,
                                200,
                                "text/plain",
                                "synapse_util_caches_cache_size{name=\"of_tomorrow\"} 1.0"))))
                .hasSize(1);
    }

    @Test
    void addsWhatRunningServersSayToWhatTheirFilesSay() {
        assertThat(found("TRN-001", program(Judge.COTURN, "turnserver.conf", 0, "0: : Bad configuration format: cert")))
                .containsExactly("cert: cert=/etc/coturn/certs/fullchain.pem");
        assertThat(found("TRN-001", program(Judge.COTURN, "turnserver.conf", 0, "0: : Black listing: ::1")))
                .isEmpty();
        assertThat(
                        found(
                                "LK-001",
                                "=== livekit.yaml\nport: 7880\nrtc: {}",
                                program(
                                        Judge.LIVEKIT,
                                        "livekit.yaml",
                                        0,
                                        "could not parse config: yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str into uint32")))
                .containsExactly("livekit-server ports: line 1: cannot unmarshal !!str into uint32");
        assertThat(found(
                        "LK-001",
                        "=== livekit.yaml\nport: 7880\nrtc: {}",
                        program(Judge.LIVEKIT, "livekit.yaml", 0, "7880/tcp\n")))
                .isEmpty();
        LiveAnswers.Page bare = page(Question.CLIENT_DOCUMENT, 200, "application/json", "{}");
        assertThat(found("WK-003", "=== livekit.yaml\nport: 7880\nrtc: {}", pages(bare)))
                .containsExactly("https://x: no org.matrix.msc4143.rtc_foci");
        assertThat(found("WK-003", pages(bare))).isEmpty();
        assertThat(found("HOOK-001", pages(page(Question.BRIDGE_METRICS, 404, "text/plain", ""))))
                .containsExactly("https://x: status 404");
        assertThat(found("HOOK-001", pages(page(Question.BRIDGE_METRICS, 200, "text/plain", ""))))
                .isEmpty();
    }
}
