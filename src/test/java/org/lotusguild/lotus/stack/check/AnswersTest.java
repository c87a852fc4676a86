package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                .containsExactly("https://x: matrix.example.org:443: a certificate that servers do not take");
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
}
