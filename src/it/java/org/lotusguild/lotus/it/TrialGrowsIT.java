package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotus up} with everything around the homeserver: PostgreSQL, Redis, workers, nginx, coturn, LiveKit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
final class TrialGrowsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> AROUND =
            List.of("postgresql", "redis", "coturn", "livekit", "client-1", "sync-1", "media-1", "nginx");

    @TempDir
    Path calls;

    private Home home;
    private Oracle oracle;
    private Lotus lotus;
    private Person guest;

    @BeforeAll
    void up() throws IOException {
        oracle = Oracle.start();
        home = Home.fresh("grown");
        Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        lotus = new Lotus(home, oracle::abort, "--postgres", "--turn", "--sfu", "--proxy", "--workers", "3");
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
    void aWorkerThatIsKilledComesBack() {
        ProcessHandle worker = process("workers/sync-1.yaml");
        worker.destroyForcibly();
        Await.until(LIMIT, "the worker to be missed", () -> !home.saysReady());
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
    @Order(4)
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
    @Order(5)
    void stopEndsAllOfItWithinTenSeconds() {
        assertThat(lotus.stop()).isLessThan(Duration.ofSeconds(10));
        Await.until(Duration.ofSeconds(5), "all processes to end", () -> lotus.processes().isEmpty());
    }
}
