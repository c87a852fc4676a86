package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.basic.ServiceCheck;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.stack.trial.TrialException;
import tools.jackson.databind.node.ObjectNode;

/** What the program tells of itself, and to whom. */
class StatusBoardTest {
    @TempDir
    private Path folder;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private StatusBoard board = new StatusBoard(new Home(Path.of("nowhere")), Configs.own());

    @BeforeEach
    void board() {
        board = new StatusBoard(new Home(folder), Configs.own());
        board.expect(List.of("http", "bot"));
    }

    @Test
    void isNotReadyBeforeEveryExpectedPartIs() {
        board.ready("http");
        assertThat(board.now().ready()).isFalse();
        board.part("bot", () -> new Status.Part(PartState.DEGRADED, "nobody signed it"));
        assertThat(board.now().ready()).isTrue();
        board.part("bot", () -> new Status.Part(PartState.FAILED, ""));
        assertThat(board.now().ready()).isFalse();
    }

    @Test
    void aPartThatCannotBeAskedHasFailed() {
        board.part("bot", () -> {
            throw new IllegalStateException("closed");
        });
        assertThat(board.now().parts().get("bot")).isEqualTo(new Status.Part(PartState.FAILED, "closed"));
    }

    @Test
    void tellsHealthOfOnePartWithoutItsReason() {
        ServiceCheck http = new PartCheck("http", board);
        assertThat(http.check()).isEqualTo(new ServiceCheck.Warning("it is starting"));
        board.ready("http");
        assertThat(http.check()).isInstanceOf(ServiceCheck.Up.class);
        board.part("http", () -> new Status.Part(PartState.FAILED, "of 192.0.2.7"));
        assertThat(http.check()).isEqualTo(new ServiceCheck.Down("it does not work"));
        assertThat(new PartCheck("unknown", board).check()).isInstanceOf(ServiceCheck.Warning.class);
    }

    @Test
    void printsTheFieldsThatScriptsRead() {
        ObjectNode json = Json.parseObject(Json.text(board.now()).getBytes(StandardCharsets.UTF_8));
        assertThat(json.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(json.path("server_name").asString()).isEqualTo("example.org");
        assertThat(json.path("http").asString()).isEqualTo("http://127.0.0.1:8090");
        assertThat(json.path("parts").path("http").path("state").asString()).isEqualTo("starting");
        assertThat(json.has("bot")).isFalse();
    }

    @Test
    void controlsNothingWithoutTheToken() throws InterruptedException {
        for (String header : List.of("", "Bearer wrong", "Basic secret", "secret")) {
            for (String path : List.of("GET /control/status", "POST /control/stop", "POST /control/users")) {
                Response answer = ask(path, header, "{}");
                assertThat(answer.status()).isEqualTo(401);
                assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
            }
        }
        assertThat(stopped.await(0, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void stopsForWhoHasTheToken() throws InterruptedException {
        assertThat(ask("POST /control/stop", "Bearer secret", "").status()).isEqualTo(202);
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsWhyAnAccountWasNotMade() {
        Response answer = ask("POST /control/users", "Bearer secret", "{\"name\": \"admin\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("taken. Choose another.");
    }

    @Test
    void setsUpNoEncryptionBeforeTheAccountIsOpen() {
        Response answer = ask("POST /control/encryption", "Bearer secret", "{}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("not open yet");
        assertThat(ask("POST /control/encryption", "", "{}").status()).isEqualTo(401);
    }

    @Test
    void comparesNoEmojiBeforeTheAccountIsOpen() {
        Response answer = ask("POST /control/verification", "Bearer secret", "{\"do\": \"begin\"}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(ask("POST /control/verification", "", "{}").status()).isEqualTo(401);
    }

    @Test
    void answersHealthAndFiguresToEverybodyInside() {
        assertThat(ask("GET /health/live", "", "").status()).isEqualTo(200);
        assertThat(new String(ask("GET /health/ready", "", "").body(), StandardCharsets.UTF_8))
                .contains("http", "bot");
        assertThat(ask("GET /metrics", "", "").status()).isEqualTo(200);
    }

    private Response ask(String what, String authorization, String body) {
        String[] words = what.split(" ");
        UserMaker users = (name, admin) -> {
            throw new TrialException("taken", "Choose another");
        };
        EncryptionControl encryption = new EncryptionControl(
                new EncryptionSetup(new Home(Path.of("nowhere")), new SecureRandom()), board::account);
        return new ControlRoutes(
                        new Secret("secret"),
                        board,
                        stopped::countDown,
                        Optional.of(users),
                        encryption,
                        new HookControl(Optional::empty, Optional::empty))
                .routes(World.real())
                .answer(new Request(
                        words[0],
                        words[1],
                        authorization.isEmpty() ? Map.of() : Map.of("authorization", List.of(authorization)),
                        Map.of(),
                        Map.of(),
                        Request.Content.of(body.getBytes(StandardCharsets.UTF_8)),
                        InetAddress.getLoopbackAddress()));
    }
}
