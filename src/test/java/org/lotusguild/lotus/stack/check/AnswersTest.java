package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;

/** Checks of what was asked of running servers, databases and programs: each once with a fault and once without. */
class AnswersTest {
    private static final String FILES = """
            === homeserver.yaml
            server_name: example.org
            public_baseurl: https://matrix.example.org/
            listeners: []
            turn_uris: ["turn:turn.example.org?transport=udp", "turns:turn.example.org:5349?transport=tcp"]
            === turnserver.conf
            use-auth-secret
            cert=/etc/coturn/certs/fullchain.pem
            denied-peer-ip=10.0.0.0-10.255.255.255
            denied-peer-ip=192.168.0.0-192.168.255.255
            """;

    private static final Set<Reads> ANSWERS =
            EnumSet.of(Reads.LIVE, Reads.DATABASE, Reads.PROGRAMS, Reads.CERTIFICATES);

    private static final Certificate GOOD = certificate(90, true, "turn.example.org", "matrix.example.org");

    private static Certificate certificate(int days, boolean fits, String... names) {
        return new Certificate(
                "/etc/coturn/certs/fullchain.pem",
                "EC",
                SampleFacts.NOW.plus(Duration.ofDays(days)),
                List.of(names),
                "ab",
                Optional.of(fits));
    }

    private static List<String> found(String id, Answers answers) {
        return found(id, FILES, answers);
    }

    private static List<String> found(String id, String files, Answers answers) {
        Facts facts = SampleFacts.of(files).with(EnumSet.allOf(Reads.class), answers);
        return Catalogue.find(new CheckId(id))
                .orElseThrow()
                .run()
                .apply(facts)
                .map(AnswersTest::shown)
                .toList();
    }

    private static String shown(Finding finding) {
        return switch (finding) {
            case Finding.Failed failed -> failed.where().path() + ": " + failed.saw();
            case Finding.Unknown unknown -> "unknown " + unknown.where().path() + ": " + unknown.because();
        };
    }

    private static Answers certificates(Certificate... certificates) {
        return new Answers(Optional.empty(), Optional.empty(), List.of(), List.of(certificates));
    }

    private static Answers program(Judge judge, String file, int exit, String output) {
        return new Answers(
                Optional.empty(),
                Optional.empty(),
                List.of(new ProgramRun(judge, file, "run", Optional.of(exit), output)),
                List.of());
    }

    private static Answers pages(LiveAnswers.Page... pages) {
        return live(new LiveAnswers(List.of(pages), List.of(), List.of(), List.of()));
    }

    private static Answers live(LiveAnswers live) {
        return new Answers(Optional.of(live), Optional.empty(), List.of(), List.of());
    }

    private static LiveAnswers.Page page(Question question, int status, String type, String body) {
        return new LiveAnswers.Page(
                question,
                "https://x",
                status,
                List.of(
                        new LiveAnswers.Header("content-type", type),
                        new LiveAnswers.Header("Access-Control-Allow-Origin", "*")),
                body,
                status == 0 ? "no route" : "");
    }

    @Test
    void judgesTheCertificateOfTheTurnServer() {
        assertThat(found("TRN-005", certificates(GOOD))).isEmpty();
        assertThat(found("TRN-005", certificates(certificate(20, false, "other.example.org"))))
                .containsExactly(
                        "cert: 20 days are left, does not name turn.example.org, the key belongs to another one");
        assertThat(certificate(90, true, "*.example.org").isFor("turn.example.org"))
                .isTrue();
        assertThat(certificate(90, true, "*.example.org").isFor("a.turn.example.org"))
                .isFalse();
    }

    @Test
    void readsTheLogOfTheTurnServer() {
        String well = "0: : Black listing: 10.0.0.0-10.255.255.255\n0: : Black listing: 192.168.0.0-192.168.255.255\n";
        assertThat(found("TRN-016", program(Judge.COTURN, "turnserver.conf", 0, well)))
                .isEmpty();
        assertThat(found("TRN-007", program(Judge.COTURN, "turnserver.conf", 0, well)))
                .isEmpty();
        String bad = "0: : WARNING: cannot start TLS and DTLS listeners because certificate file is not set properly\n";
        assertThat(found("TRN-016", program(Judge.COTURN, "turnserver.conf", 0, bad)))
                .containsExactly("run: 0 of 2 denied-peer-ip lines were taken");
        assertThat(found("TRN-007", program(Judge.COTURN, "turnserver.conf", 0, bad)))
                .hasSize(1);
    }

    @Test
    void wantsHandshakesAndBindingsOfTheTurnServer() {
        LiveAnswers well = new LiveAnswers(
                List.of(),
                List.of(new LiveAnswers.Handshake(
                        "turn.example.org", 5349, List.of("TLSv1.2"), Optional.of(GOOD), true, "")),
                List.of(new LiveAnswers.Binding("turn.example.org", 3478, "203.0.113.5:1", Duration.ofMillis(9), "")),
                List.of());
        assertThat(found("TRN-008", live(well))).isEmpty();
        assertThat(found("TRN-009", live(well))).isEmpty();
        LiveAnswers bad = new LiveAnswers(
                List.of(),
                List.of(new LiveAnswers.Handshake(
                        "turn.example.org", 5349, List.of(), Optional.empty(), false, "refused")),
                List.of(new LiveAnswers.Binding("turn.example.org", 3478, "", Duration.ZERO, "no answer")),
                List.of());
        assertThat(found("TRN-008", live(bad))).containsExactly("turns:turn.example.org:5349: refused");
        assertThat(found("TRN-009", live(bad))).containsExactly("stun:turn.example.org:3478: no answer");
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
        assertThat(found("LK-008", pages(page(Question.SFU, 200, "text/plain", "OK"))))
                .isEmpty();
        assertThat(found("LK-008", pages(page(Question.SFU, 502, "text/html", "<h1>Bad\nGateway"))))
                .containsExactly("https://x: status 502: <h1>Bad Gateway");
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

    @Test
    void believesWhatProgramsSayOfTheirFiles() {
        assertThat(found("NGX-001", program(Judge.NGINX, "nginx.conf", 0, "test is successful")))
                .isEmpty();
        assertThat(found(
                        "NGX-001",
                        program(
                                Judge.NGINX,
                                "nginx.conf",
                                0,
                                "[warn] conflicting server name \"a\" on 0.0.0.0:443, ignored")))
                .hasSize(1);
        assertThat(found("PG-003", program(Judge.POSTGRES, "postgresql.conf", 0, "128MB")))
                .isEmpty();
        assertThat(found("PG-003", program(Judge.POSTGRES, "postgresql.conf", 1, "FATAL: x")))
                .containsExactly("run: FATAL: x");
        assertThat(found("MON-001", program(Judge.PROMETHEUS, "prometheus.yml", 0, "SUCCESS")))
                .isEmpty();
        assertThat(found("MON-001", program(Judge.PROMETHEUS, "prometheus.yml", 1, "  FAILED: x")))
                .hasSize(1);
    }

    @Test
    void asksTheDatabaseHowItIs() {
        assertThat(found(
                        "PG-001", database(table("events", Map.of("autovacuum_vacuum_scale_factor", "0.02"), 1, 0, 1))))
                .isEmpty();
        assertThat(found("PG-001", database(table("events", Map.of(), 1, 0, 1))))
                .hasSize(1);
        assertThat(found("PG-007", database(table("events", Map.of(), 100, 20, 1))))
                .isEmpty();
        assertThat(found("PG-007", database(table("events", Map.of(), 100, 21, 1))))
                .hasSize(1);
        assertThat(found("PG-007", database(table("events", Map.of(), 100, 0, 500_000_000))))
                .hasSize(1);
        assertThat(found("PG-002", database())).isEmpty();
        assertThat(found("PG-002", waiting())).containsExactly("setting max_connections: waits for a restart");
        assertThat(found("PG-002", silent())).containsExactly("unknown database: no route");
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
        LiveAnswers.Page bare = page(Question.CLIENT_DOCUMENT, 200, "application/json", "{}");
        assertThat(found("WK-003", "=== livekit.yaml\nport: 7880\nrtc: {}", pages(bare)))
                .containsExactly("https://x: no org.matrix.msc4143.rtc_foci");
        assertThat(found("WK-003", pages(bare))).isEmpty();
        assertThat(found("HOOK-001", pages(page(Question.BRIDGE_METRICS, 404, "text/plain", ""))))
                .containsExactly("https://x: status 404");
        assertThat(found("HOOK-001", pages(page(Question.BRIDGE_METRICS, 200, "text/plain", ""))))
                .isEmpty();
    }

    @Test
    void countsTheDaysOfTheProxysCertificates() {
        String site =
                "=== nginx.conf\nserver {\nlisten 443 ssl;\nadd_header Strict-Transport-Security x;\nssl_certificate /etc/coturn/certs/fullchain.pem;\n}";
        assertThat(found("NGX-006", site, certificates(GOOD))).isEmpty();
        assertThat(found("NGX-006", site, certificates(certificate(-2, true, "a"))))
                .containsExactly("ssl_certificate: /etc/coturn/certs/fullchain.pem: ended 2 days ago");
    }

    @Test
    void countsTheConnectionsOfOtherPrograms() {
        String files =
                "=== homeserver.yaml\nserver_name: example.org\ndatabase: {args: {user: synapse, cp_max: 80}}\nlisteners: []\n"
                        + "=== postgresql.conf\nmax_connections = 100";
        assertThat(found("PG-005", files, clients(Map.of("synapse", 80, "lotus", 10))))
                .isEmpty();
        assertThat(found("PG-005", files, clients(Map.of("synapse", 80, "lotus", 13))))
                .hasSize(1);
    }

    private static Answers clients(Map<String, Integer> clients) {
        DatabaseAnswers answers = new DatabaseAnswers(
                150018, "UTF8", "C", "C", List.of(), List.of(), List.of(), clients, Map.of(), 0, false, 0, "");
        return new Answers(Optional.empty(), Optional.of(answers), List.of(), List.of());
    }

    private static DatabaseAnswers.Table table(
            String name, Map<String, String> options, long live, long dead, long age) {
        return new DatabaseAnswers.Table(name, options, 1L << 30, live, dead, age);
    }

    private static Answers database(DatabaseAnswers.Table... tables) {
        return database(List.of(tables), List.of(), "");
    }

    private static Answers waiting() {
        return database(List.of(), List.of("max_connections"), "");
    }

    private static Answers silent() {
        return database(List.of(), List.of(), "no route");
    }

    private static Answers database(List<DatabaseAnswers.Table> tables, List<String> pending, String failure) {
        DatabaseAnswers answers = new DatabaseAnswers(
                150018, "UTF8", "C", "C", tables, pending, List.of(), Map.of(), Map.of(), 0, false, 0, failure);
        return new Answers(Optional.empty(), Optional.of(answers), List.of(), List.of());
    }

    @Test
    void takesOverWhatSynapseSaysToItsConfiguration() {
        assertThat(found("SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 0, "Config parses OK!\n")))
                .isEmpty();
        assertThat(found("SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 1, "Traceback\nTypeError: Bad 3yr\n")))
                .containsExactly("run: TypeError: Bad 3yr");
        assertThat(found(
                        "SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 1, "[Errno 13] Permission denied: 'k'\n")))
                .singleElement()
                .asString()
                .startsWith("unknown run: it may not read");
        String previews = "DependencyException: ['beautifulsoup4']\n";
        assertThat(found("SYN-050", program(Judge.SYNAPSE, "homeserver.yaml", 1, previews)))
                .hasSize(1);
        assertThat(found("SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 1, previews)))
                .isEmpty();
        assertThat(found("SYN-050", program(Judge.SYNAPSE, "homeserver.yaml", 0, "Config parses OK!\n")))
                .isEmpty();
    }

    @Test
    void takesOverWhatAutheliaSaysToItsConfiguration() {
        assertThat(found(
                        "SSO-005",
                        program(Judge.AUTHELIA, "configuration.yml", 0, "Configuration parsed successfully\n")))
                .isEmpty();
        assertThat(found("SSO-005", program(Judge.AUTHELIA, "configuration.yml", 1, "key not expected: foo\n")))
                .containsExactly("run: key not expected: foo");
    }

    private static Answers filterRuns(int failures, int decoys, int proxy) {
        return new Answers(
                Optional.empty(),
                Optional.empty(),
                List.of(
                        filterRun(Fail2ban.FAILURES, failures),
                        filterRun(Fail2ban.DECOYS, decoys),
                        filterRun(Fail2ban.PROXY_LOG, proxy)),
                List.of());
    }

    private static ProgramRun filterRun(String log, int matched) {
        return new ProgramRun(
                Judge.FAIL2BAN,
                "filter.d/m.conf",
                "fail2ban-regex " + log + " filter.d/m.conf",
                Optional.of(0),
                "Lines: 29 lines, 0 ignored, " + matched + " matched, 0 missed\n");
    }

    @Test
    void takesOverWhatFail2banSaysToFilters() {
        String none = "=== unit.service\n[Unit]\nDescription=x\n";
        assertThat(found("F2B-001", none, filterRuns(29, 0, 0))).isEmpty();
        assertThat(found("F2B-001", none, filterRuns(0, 0, 8))).isEmpty();
        assertThat(found("F2B-001", none, filterRuns(29, 1, 0)))
                .containsExactly("fail2ban-regex: 29 of 29 recorded failures, 1 decoys; of the proxy's 8: 0");
        Answers refused = program(Judge.FAIL2BAN, "filter.d/m.conf", 255, "ERROR: No failure-id group in 'x'\n");
        assertThat(found("F2B-003", none, refused))
                .containsExactly("fail2ban-regex: ERROR: No failure-id group in 'x'");
        assertThat(found("F2B-001", none, refused)).isEmpty();
    }

    private static Answers synapsesDatabase(int version, String collate, long updates, long failing) {
        return new Answers(
                Optional.empty(),
                Optional.of(new DatabaseAnswers(
                        version,
                        "UTF8",
                        collate,
                        "C",
                        List.of(),
                        List.of(),
                        List.of(DatabaseAnswers.Mistake.HIDDEN),
                        Map.of(),
                        Map.of(),
                        updates,
                        false,
                        failing,
                        "")),
                List.of(),
                List.of());
    }

    @Test
    void judgesTheDatabaseOfSynapse() {
        Answers well = synapsesDatabase(150_018, "C", 0, 3);
        Answers bad = synapsesDatabase(130_002, "de_DE.UTF-8", 2, 900);
        assertThat(List.of("SYN-025", "SYN-026", "SYN-039", "SYN-040")).allSatisfy(id -> {
            assertThat(found(id, well)).isEmpty();
            assertThat(found(id, bad)).hasSize(1);
        });
        assertThat(found("SYN-025", bad)).containsExactly("database: UTF8, collate de_DE.UTF-8, ctype C");
        assertThat(found("PG-002", well)).singleElement().asString().startsWith("unknown pg_file_settings");
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

    private static Answers running(Map<String, String> settings, DatabaseAnswers.Table... tables) {
        DatabaseAnswers answers = new DatabaseAnswers(
                150018, "UTF8", "C", "C", List.of(tables), List.of(), List.of(), Map.of(), settings, 0, false, 0, "");
        return new Answers(Optional.empty(), Optional.of(answers), List.of(), List.of());
    }

    @Test
    void judgesTheMemoryThatTheServerReallyHas() {
        String facts = "=== facts.yaml\nhosts:\n  d: {address: 10.0.0.1, memory: 6GiB, roles: [postgres]}\n";
        String file = "=== postgresql.conf\nshared_buffers = 1536MB\nwork_mem = 15MB\n"
                + "shared_preload_libraries = 'pg_stat_statements'\n" + facts;
        Map<String, String> well = Map.of(
                "shared_buffers",
                "1536MB",
                "work_mem",
                "15MB",
                "max_connections",
                "100",
                "shared_preload_libraries",
                "pg_stat_statements");
        assertThat(found("PG-006", file, running(well))).isEmpty();
        assertThat(found("PG-006", facts, running(well))).isEmpty();
        Map<String, String> stock = Map.of(
                "shared_buffers",
                "128MB",
                "work_mem",
                "64MB",
                "max_connections",
                "100",
                "shared_preload_libraries",
                "");
        List<String> wrong = List.of(
                "setting shared_preload_libraries: without pg_stat_statements",
                "setting shared_buffers: 128MB are 2 % of 6144MB",
                "setting work_mem: 64MB × 2 × 100 connections = 12800MB of 6144MB");
        assertThat(found("PG-006", facts, running(stock))).isEqualTo(wrong);
        assertThat(found("PG-006", file, running(stock))).isEqualTo(wrong);
        assertThat(found("PG-006", file, running(Map.of("shared_buffers", "196608"))))
                .isEmpty();
        assertThat(found("PG-006", file, silent())).containsExactly("unknown database: no route");
    }

    @Test
    void judgesHowVacuumReallyRuns() {
        DatabaseAnswers.Table slow = table("events", Map.of("autovacuum_vacuum_cost_delay", "5"), 1, 0, 1);
        assertThat(found("PG-010", running(Map.of("autovacuum_vacuum_cost_delay", "2ms"))))
                .isEmpty();
        assertThat(found("PG-010", running(Map.of("autovacuum_vacuum_cost_delay", "20ms"), slow)))
                .containsExactly(
                        "setting autovacuum_vacuum_cost_delay: autovacuum_vacuum_cost_delay = 20ms",
                        "table events: autovacuum_vacuum_cost_delay = 5");
        String written = "=== postgresql.conf\nautovacuum_vacuum_cost_delay = 20ms\n";
        assertThat(found("PG-010", written, running(Map.of("autovacuum_vacuum_cost_delay", "20ms"))))
                .containsExactly("autovacuum_vacuum_cost_delay: autovacuum_vacuum_cost_delay = 20ms");
        assertThat(found("PG-010", silent())).containsExactly("unknown database: no route");
    }

    @Test
    void knowsTheConnectionsOfAServerWithoutItsFiles() {
        String synapse =
                "=== homeserver.yaml\nserver_name: example.org\ndatabase: {args: {user: synapse, cp_max: 95}}\nlisteners: []\n";
        assertThat(found("PG-005", synapse, running(Map.of("max_connections", "100"))))
                .containsExactly("setting max_connections: 1 processes with cp_max 95 need 95, and 92 are free");
        assertThat(found("PG-005", synapse, running(Map.of("max_connections", "200"))))
                .isEmpty();
    }

    private static List<String> places(String id, String files, Answers answers) {
        Facts facts = SampleFacts.of(files).with(EnumSet.allOf(Reads.class), answers);
        return Catalogue.find(new CheckId(id))
                .orElseThrow()
                .run()
                .apply(facts)
                .map(finding -> finding.where().file() + ":" + finding.where().line())
                .toList();
    }

    /** The words are those of nginx 1.22, PostgreSQL 15 and promtool 2.42. */
    @Test
    void pointsAtTheLineThatTheProgramNames() {
        String nginx =
                "=== nginx/nginx.conf\nhttp { include conf.d/a.conf; }\n=== nginx/conf.d/a.conf\nserver {\n  listen 80;\n}\n";
        assertThat(places(
                        "NGX-001",
                        nginx,
                        program(
                                Judge.NGINX,
                                "nginx/nginx.conf",
                                1,
                                "nginx: [emerg] unknown directive \"x\" in /sample/nginx/conf.d/a.conf:2\n"
                                        + "nginx: configuration file /sample/nginx/nginx.conf test failed\n")))
                .containsExactly("nginx/conf.d/a.conf:2");
        assertThat(places(
                        "NGX-001",
                        nginx,
                        program(Judge.NGINX, "nginx/nginx.conf", 1, "nginx: [emerg] x in /elsewhere/a.conf:2\n")))
                .containsExactly("nginx/nginx.conf:0");
        assertThat(
                        places(
                                "PG-003",
                                "=== a/postgresql.conf\nwork_mem = 4MB\nmax_conections = 1\n",
                                program(
                                        Judge.POSTGRES,
                                        "a/postgresql.conf",
                                        1,
                                        "2026-11-26 02:00:00.000 UTC [7] LOG:  unrecognized configuration parameter \"max_conections\" in file \"/sample/a/postgresql.conf\" line 2\n"
                                                + "2026-11-26 02:00:00.000 UTC [7] FATAL:  configuration file \"/tmp/1/postgresql.conf\" contains errors\n")))
                .containsExactly("a/postgresql.conf:2");
        String rules = "=== prometheus/rules.yml\ngroups:\n- name: a\n  rules:\n  - alert: B\n    expr: up ==\n";
        assertThat(
                        places(
                                "MON-001",
                                rules,
                                program(
                                        Judge.PROMETHEUS,
                                        "prometheus/rules.yml",
                                        1,
                                        "Checking /sample/prometheus/rules.yml\n  FAILED:\n/sample/prometheus/rules.yml: 5:11: group \"a\", rule 1, \"B\": could not parse expression: 1:6: parse error\n")))
                .containsExactly("prometheus/rules.yml:5");
        assertThat(
                        places(
                                "MON-001",
                                rules,
                                program(
                                        Judge.PROMETHEUS,
                                        "prometheus/rules.yml",
                                        1,
                                        "  FAILED:\n/sample/prometheus/rules.yml: yaml: unmarshal errors:\n  line 3: field x not found\n")))
                .containsExactly("prometheus/rules.yml:3");
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
    void asksForSuitesOfTheCertificateThatIsThere() {
        String list =
                "=== turnserver.conf\nuse-auth-secret\ncert=/etc/coturn/certs/fullchain.pem\ncipher-list=\"ECDHE-%s-AES256-GCM-SHA384\"\n";
        assertThat(found("TRN-015", list.formatted("ECDSA"), certificates(GOOD)))
                .isEmpty();
        assertThat(found("TRN-015", list.formatted("RSA"), certificates(GOOD)))
                .containsExactly("cipher-list: no suite for ECDSA certificates");
        assertThat(found("TRN-015", list.formatted("ECDSA"), certificates()))
                .containsExactly("cipher-list: no suite for RSA certificates");
    }

    /** Each check that reads more than files has its answers here, good and bad: see also {@link SamplesTest}. */
    @Test
    void asksForEveryCheckThatReadsAnswers() throws IOException {
        String here = Files.readString(Path.of("src/test/java/org/lotusguild/lotus/stack/check/AnswersTest.java"));
        assertThat(Catalogue.all().stream()
                        .filter(check -> !Collections.disjoint(check.reads(), ANSWERS))
                        .map(check -> check.id().text()))
                .allMatch(id -> here.contains('"' + id + '"'));
    }
}
