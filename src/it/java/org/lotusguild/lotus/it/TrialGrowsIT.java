package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
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
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.render.Samples;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code lotus up} with everything around the homeserver: PostgreSQL, Redis, workers, nginx, coturn, LiveKit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
final class TrialGrowsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int WORKERS = 3;
    private static final List<String> AROUND =
            List.of("postgresql", "redis", "coturn", "livekit", "client-1", "sync-1", "media-1", "nginx");

    /** As {@code stack.yaml} of a trial says. */
    private static final int UPLOAD = 50 << 20;

    /** Of the guild's own servers: a trial's machine is somebody's, so nobody probes or audits it. */
    private static final List<String> OF_A_GUILD = List.of("lotus_probe_", "lotus_audit_");

    @TempDir
    Path folder;

    private Home home;
    private Oracle oracle;
    private Lotus lotus;
    private Person guest;

    @BeforeAll
    void up() throws IOException {
        oracle = Oracle.start();
        home = Home.fresh("grown");
        Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        lotus = new Lotus(home, oracle::abort, "--postgres", "--turn", "--sfu", "--proxy", "--workers", Integer.toString(WORKERS));
        lotus.up();
        guest = oracle.login(homeserver(), "guest", home.secret("guest-password"));
    }

    @AfterAll
    void down() {
        lotus.close();
        oracle.close();
    }

    private Homeserver homeserver() {
        return new Homeserver(lotus.status().homeserver(), lotus.status().serverName(), home.secret("registration-shared"));
    }

    private String room(String key) {
        return lotus.status().room(key);
    }

    @Test
    @Order(1)
    void theBotAnswersInAnEncryptedRoomThroughTheProxyAndTheWorkers() throws Exception {
        assertThat(lotus.status().parts()).containsAll(AROUND);
        assertThat(guest.ping(room("general"), lotus.status().bot()).encrypted()).isTrue();
        Lotus.Outcome said = lotus.command("say", "general", "!ping");
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(said.out()).contains("Pong!");
        assertThat(code("/_matrix/client/versions")).isEqualTo(200);
        assertThat(code("/_synapse/admin/v1/server_version")).isEqualTo(404);
        assertThat(Files.readString(home.directory().resolve("servers/var/log/nginx/access.log")))
                .contains("PUT /_matrix/client/v3/rooms/");
        assertThat(home.directory().resolve("synapse/homeserver.db")).doesNotExist();
        assertThat(home.directory().resolve("lotus.db")).doesNotExist();
    }

    private int code(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(lotus.status().homeserver() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    @Order(2)
    void twoPeopleMeetInACallThroughTheProxyAndTheRelayAlone() throws IOException {
        Path modules = Toolbox.real().callModules(Tools.repository());
        Path calls = Files.createDirectory(folder.resolve("calls"));
        Path program = Files.copy(Tools.repository().resolve("src/it/calls/call.mjs"), calls.resolve("call.mjs"));
        Files.createSymbolicLink(calls.resolve("node_modules"), modules);
        Ran call = Ran.of(
                calls,
                LIMIT,
                List.of(
                        modules.resolve("node/bin/node").toString(),
                        program.toString(),
                        lotus.status().homeserver().replaceFirst("^http", "ws") + "/livekit/sfu",
                        home.secret("livekit-key"),
                        home.secret("livekit-secret")));
        assertThat(call.output()).contains("heard: can you hear me?").containsPattern("(?m)^relays: [1-9]");
        assertThat(call.code()).isZero();
    }

    @Test
    @Order(3)
    void everyFigureOfPanelsAndRulesIsInAScrape() {
        JsonNode ports = Json.parseObject(home.read("servers.json")).path("ports");
        int workers = ports.path("worker-metrics").asInt();
        String scraped = IntStream.concat(
                        IntStream.of(ports.path("synapse-metrics").asInt(), ports.path("livekit-metrics").asInt()),
                        IntStream.range(workers, workers + WORKERS))
                .mapToObj(port -> Health.text("http://127.0.0.1:" + port + "/metrics"))
                .collect(Collectors.joining("\n"));
        AskedFigures.of("synapse_", "python_", "process_", "livekit_", "lotus_")
                .without(OF_A_GUILD)
                .allIn(scraped + "\n" + home.metrics());
    }

    @Test
    @Order(4)
    void takesFilesUpToTheLimit() throws IOException {
        ObjectNode login = Json.parseObject(login("guest", home.secret("guest-password")).output());
        String token = Json.string(login, "access_token").orElseThrow();
        assertThat(uploaded(token, UPLOAD - 1)).isEqualTo("200");
        assertThat(uploaded(token, UPLOAD + 1)).isEqualTo("413");
    }

    /** Answers the status. */
    private String uploaded(String token, int size) throws IOException {
        Path file = folder.resolve("upload");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        return curl(
                        "/_matrix/media/v3/upload",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-X",
                        "POST",
                        "-H",
                        "Authorization: Bearer " + token,
                        "-H",
                        "Content-Type: application/octet-stream",
                        "-H",
                        "Expect:",
                        "-T",
                        file.toString())
                .output();
    }

    private Ran login(String user, String password, String... options) {
        ObjectNode wish = Json.object().put("type", "m.login.password").put("password", password);
        wish.putObject("identifier").put("type", "m.id.user").put("user", user);
        return curl(
                "/_matrix/client/v3/login",
                Stream.concat(Stream.of("-d", wish.toString()), Stream.of(options)).toArray(String[]::new));
    }

    /** A wrong password of the guest's, from another address of this machine; answers the status. */
    private String guessed(String from) {
        return login("guest", "a guess", "--interface", from, "-H", "X-Forwarded-For: 198.51.100.7", "-o", "/dev/null", "-w", "%{http_code}")
                .output();
    }

    private Ran curl(String path, String... options) {
        Stream<String> command = Stream.concat(Stream.of("curl", "-sS", "--max-time", "30"), Stream.of(options));
        return Ran.of(
                folder, LIMIT, Stream.concat(command, Stream.of(lotus.status().homeserver() + path)).toList());
    }

    @Test
    @Order(5)
    void whoGuessesTenPasswordsIsShutOutAtTheProxy() throws IOException {
        Plan plan = Samples.planOf(home.read("servers/stack.yaml"));
        RenderedTree tree = RenderedTree.of(folder.resolve("jail"), plan, plan.the(Role.PROXY).name());
        Path log = home.directory().resolve("servers/var/log/nginx/access.log");
        try (Jail jail = Jail.of(tree, log, folder.resolve("fail2ban"))) {
            assertThat(Stream.generate(() -> guessed("127.0.0.77")).limit(10)).containsOnly("403", "429");
            assertThat(guessed("127.0.0.78")).isIn("403", "429");
            Await.until(LIMIT, "a ban", () -> !jail.banned().isEmpty());
            Await.until(LIMIT, "all to be counted", () -> jail.status().contains("Total failed:\t11"));
            assertThat(jail.banned()).containsExactly("127.0.0.77");
        }
    }

    @Test
    @Order(6)
    void aWorkerThatIsKilledComesBackAndNothingIsLostMeanwhile() {
        ProcessHandle worker = process("workers/sync-1.yaml");
        worker.destroyForcibly();
        Await.until(LIMIT, "the worker to be missed", () -> !home.saysReady());
        assertThat(guest.ping(room("general"), lotus.status().bot()).encrypted()).isTrue();
        Await.until(LIMIT, "the worker to be back", home::saysReady);
        assertThat(process("workers/sync-1.yaml").pid()).isNotEqualTo(worker.pid());
        assertThat(guest.ping(room("general"), lotus.status().bot()).encrypted()).isTrue();
    }

    private ProcessHandle process(String word) {
        return lotus.processes().stream()
                .filter(process -> process.info().commandLine().orElse("").contains(word))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(7)
    void afterAKillNothingOfItIsLeftAndNothingIsLost() {
        Set<Long> before = pids();
        lotus.kill();
        Lotus again = new Lotus(home, oracle::abort); // the home remembers what is around it
        lotus = again;
        oracle.mend();
        lotus.up();
        assertThat(lotus.status().parts()).containsAll(AROUND);
        assertThat(pids()).doesNotContainAnyElementsOf(before);
        assertThat(guest.ping(room("general"), lotus.status().bot()).encrypted()).isTrue();
        assertThat(guest.undecryptable(room("general"))).isEmpty();
    }

    private Set<Long> pids() {
        return lotus.processes().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Test
    @Order(8)
    void stopEndsAllOfItWithinTenSeconds() {
        assertThat(lotus.stop()).isLessThan(Duration.ofSeconds(10));
        Await.until(Duration.ofSeconds(5), "all processes to end", () -> lotus.processes().isEmpty());
    }
}
