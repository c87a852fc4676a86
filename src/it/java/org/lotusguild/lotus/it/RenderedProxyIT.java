package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.render.Samples;

/** The rendered nginx before the rendered Synapse, asked as the internet asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
final class RenderedProxyIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NAME = "matrix.example.org";
    private static final String CLIENT = "chat.example.org";
    private static final int UPLOAD = 1 << 20;

    /** What belongs to the test: Synapse's own limits out of nginx's way. */
    private static final String TEST = """
            bcrypt_rounds: 4
            rc_login:
              address: &free {per_second: 10000, burst_count: 10000}
              account: *free
              failed_attempts: *free
            """;

    private Path folder;
    private Plan plan;
    private RenderedTree tree;

    @AutoClose
    private RenderedHost host;

    @AutoClose
    private StandIns behind;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        plan = Samples.planOf("""
                stack:
                  server-name: example.org
                  public-name: matrix.example.org
                  calls: true
                  registration: token
                  ipv6: false
                  hosts: {all: {address: 127.0.0.1, memory: 4GiB, roles: [synapse, postgres, proxy, turn, sfu, web, lotus]}}
                  names: {turn: turn.example.org, client: chat.example.org}
                  media: {upload: 1M}
                  contacts: [{email: admin@example.org}]
                  ports: {http: %d, https: %d, synapse: %d, synapse-metrics: %d, lotus: %d, livekit: %d}
                client: {}
                """.formatted(Stream.generate(Synapse::freePort).distinct().limit(6).toArray()));
        tree = RenderedTree.of(folder, plan, "all");
        tree.certificates(List.of("example.org", NAME, CLIENT));
        host = new RenderedHost(
                folder,
                plan,
                tree,
                List.of(Tools.synapsePython().toString()),
                RenderedHost.onSqlite(folder.resolve("homeserver.db")) + TEST);
        behind = StandIns.of(plan);
        host.serve();
        Child nginx = host.proxy();
        Await.until(LIMIT, "Synapse behind nginx", () -> {
            if (!nginx.alive()) {
                throw new AssertionError(nginx.output());
            }
            return curl("/_matrix/client/versions").startsWith("HTTP/1.1 200");
        });
        make("alice");
    }

    private void make(String user) {
        Ran ran = Ran.of(
                folder,
                LIMIT,
                List.of(
                        Tools.synapsePython().toString(),
                        "-m",
                        "synapse._scripts.register_new_matrix_user",
                        "-u",
                        user,
                        "-p",
                        "wonderland",
                        "--no-admin",
                        "-c",
                        tree.at("/etc/matrix-synapse/homeserver.yaml").toString(),
                        "http://127.0.0.1:" + plan.port(Service.SYNAPSE)));
        assertThat(ran.code()).as(ran.output()).isZero();
    }

    /** The answer with its head, from the public name. */
    private String curl(String path, String... options) {
        return curlOf(NAME, path, options);
    }

    private String curlOf(String name, String path, String... options) {
        int port = plan.port(Service.HTTPS);
        List<String> command = new ArrayList<>(List.of(
                "curl", "-ski", "--http1.1", "--max-time", "20", "--resolve", name + ":" + port + ":127.0.0.1"));
        command.addAll(List.of(options));
        command.add("https://" + name + ":" + port + path);
        return Ran.of(folder, LIMIT, command).output().replace("\r", "");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\n\n") + 2);
    }

    private String login(String user, String password, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(
                "-d",
                "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"" + user
                        + "\"},\"password\":\"" + password + "\"}"));
        return curl("/_matrix/client/v3/login", all.toArray(String[]::new));
    }

    @Test
    void servesTheWellKnownDocumentsOnBothNames() {
        for (String name : List.of("example.org", NAME)) {
            for (String document : List.of("client", "server", "support")) {
                String answer = curlOf(name, "/.well-known/matrix/" + document);
                assertThat(answer)
                        .startsWith("HTTP/1.1 200")
                        .containsOnlyOnce("Content-Type: ")
                        .contains("Content-Type: application/json\n", "Access-Control-Allow-Origin: *\n")
                        .contains("Strict-Transport-Security: ");
                assertThat(Json.parseObject(body(answer))).isNotEmpty();
            }
        }
        assertThat(body(curl("/.well-known/matrix/server"))).isEqualTo("{\"m.server\":\"matrix.example.org:443\"}");
    }

    @Test
    void servesTheWebClientAndItsConfiguration() {
        String pages = plan.client().orElseThrow().path();
        tree.write(tree.at(pages + "/current/index.html"), "<title>The client</title>\n");
        tree.write(tree.at(pages + "/current/assets/now.js"), "let now;\n");
        tree.write(tree.at(pages + "/previous/assets/before.js"), "let before;\n");
        String configuration = curlOf(CLIENT, "/config.json");
        assertThat(configuration)
                .startsWith("HTTP/1.1 200")
                .containsOnlyOnce("Content-Type: ")
                .contains("Content-Type: application/json\n", "Cache-Control: no-cache\n", "Content-Security-Policy: ");
        assertThat(Json.parseObject(body(configuration)).path("homeserverList").get(0).asString()).isEqualTo("example.org");
        assertThat(curlOf(CLIENT, "/direct/x/")).startsWith("HTTP/1.1 200").contains("<title>The client</title>", "no-cache");
        for (String script : List.of("/assets/now.js", "/assets/before.js")) {
            assertThat(curlOf(CLIENT, script))
                    .startsWith("HTTP/1.1 200")
                    .contains("Content-Type: application/javascript\n", "immutable");
        }
        assertThat(curlOf(CLIENT, "/assets/none.js")).startsWith("HTTP/1.1 404");
        assertThat(curlOf(CLIENT, "/none.json")).startsWith("HTTP/1.1 404");
    }

    @Test
    void passesTheClientApiOnAndKeepsTheAdminsIn() {
        assertThat(curl("/_matrix/client/versions")).startsWith("HTTP/1.1 200");
        assertThat(curl("/_synapse/admin/v1/server_version")).startsWith("HTTP/1.1 404");
        assertThat(curl("/_synapse/metrics")).startsWith("HTTP/1.1 404");
        assertThat(curl("/_matrix/../_synapse/admin/v1/server_version", "--path-as-is")).startsWith("HTTP/1.1 404");
        assertThat(curl("/_matrix/client/v3/rooms/%21a%2Fb%3Aexample.org/state")).startsWith("HTTP/1.1 401");
    }

    @Test
    void logsTheRealAddressWhateverTheCallerSays() throws IOException {
        login("mallory", "wrong", "-H", "X-Forwarded-For: 198.51.100.77");
        Path log = tree.at("/var/log/matrix-synapse/homeserver.log");
        Await.until(LIMIT, "the login in Synapse's log", () -> read(log).contains("POST /_matrix/client/v3/login"));
        assertThat(read(log).lines().filter(line -> line.contains("synapse.access.http") && line.contains("/v3/login")))
                .isNotEmpty()
                .allMatch(line -> line.contains(" - 127.0.0.1 - "));
        assertThat(read(log)).doesNotContain("198.51.100.77");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void takesFilesUpToTheLimit() throws IOException {
        String token = Json.string(Json.parseObject(body(login("alice", "wonderland"))), "access_token").orElseThrow();
        assertThat(upload(token, UPLOAD - 1)).startsWith("HTTP/1.1 200");
        assertThat(upload(token, UPLOAD + 1)).startsWith("HTTP/1.1 413");
    }

    private String upload(String token, int size) throws IOException {
        Path file = Files.write(folder.resolve("upload"), new byte[size]);
        return curl(
                "/_matrix/media/v3/upload",
                "-H",
                "Authorization: Bearer " + token,
                "-H",
                "Content-Type: application/octet-stream",
                "-H",
                "Expect:",
                "--data-binary",
                "@" + file);
    }

    @Test
    void sendsTheRestToLotus() {
        assertThat(body(curl("/"))).isEqualTo("lotus / for 127.0.0.1");
        assertThat(body(curl("/webhook/abc?x=1", "-H", "X-Forwarded-For: 198.51.100.77"))).isEqualTo("lotus /webhook/abc?x=1 for 127.0.0.1");
        assertThat(body(curl("/_matrix/push/v1/notify", "-d", "{}"))).isEqualTo("lotus /_matrix/push/v1/notify for 127.0.0.1");
        assertThat(body(curl("/livekit/jwt/get_token", "-d", "{}"))).isEqualTo("lotus /livekit/jwt/get_token for 127.0.0.1");
    }

    @Test
    void letsAWebSocketThroughToTheMediaServer() {
        String answer = curl(
                "/livekit/sfu/rtc?access_token=x",
                "--max-time",
                "3",
                "-H",
                "Connection: Upgrade",
                "-H",
                "Upgrade: websocket",
                "-H",
                "Sec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==",
                "-H",
                "Sec-WebSocket-Version: 13");
        assertThat(answer).startsWith("HTTP/1.1 101").contains("X-Asked: GET /rtc?access_token=x HTTP/1.1");
    }

    @Test
    void sendsPlainHttpToTls() {
        Ran ran = Ran.of(
                folder,
                LIMIT,
                List.of("curl", "-si", "-H", "Host: matrix.example.org", "http://127.0.0.1:" + plan.port(Service.HTTP) + "/x"));
        assertThat(ran.output()).contains("301", "Location: https://matrix.example.org/x");
    }

    @Test
    void theJailShutsOutWhoGuessesAndNobodyWhomHeNames() throws IOException {
        try (Jail jail = Jail.of(tree, folder.resolve("fail2ban"))) {
            String[] attacker = {"--interface", "127.0.0.77", "-H", "X-Forwarded-For: 198.51.100.77", "-A", "x\" 198.51.100.5"};
            Stream.generate(() -> login("mallory", "wrong", attacker)).limit(10).forEach(answer -> assertThat(answer)
                    .startsWith("HTTP/1.1 4"));
            Stream.generate(() -> login("alice", "a typo", "--interface", "127.0.0.78")).limit(3).forEach(answer -> assertThat(
                            answer)
                    .startsWith("HTTP/1.1 403"));
            Await.until(LIMIT, "a ban", () -> !jail.banned().isEmpty());
            Await.until(LIMIT, "all to be counted", () -> jail.status().contains("Total failed:\t13"));
            assertThat(jail.banned()).containsExactly("127.0.0.77");
            assertThat(jail.status()).contains("Banned IP list:\t127.0.0.77");
        }
    }

    /** The last of all: it uses up what an address may do. */
    @Test
    @Order(Integer.MAX_VALUE)
    void stopsABurstOfLogins() {
        List<String> answers = Stream.generate(() -> login("mallory", "wrong").lines().findFirst().orElse(""))
                .limit(12)
                .toList();
        assertThat(answers.getLast()).startsWith("HTTP/1.1 429");
        assertThat(answers).filteredOn(line -> line.startsWith("HTTP/1.1 403")).hasSizeBetween(4, 9);
    }
}
