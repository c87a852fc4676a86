package org.lotusguild.lotus.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.stack.trial.SynapseAdmin.Registration;
import tools.jackson.databind.node.ObjectNode;

/** The trial homeserver, really installed and really run. */
@Timeout(900)
final class TrialIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final long TICK = Duration.ofMillis(20).toNanos();

    private final HttpCaller http = new PlainCaller();
    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    @Test
    void startsTwiceOnOneHomeAndKeepsAccountsPortAndSecrets() throws IOException {
        Path home = folder.resolve("my guild");
        String registration;
        TrialGuild first;
        try (Trial trial = prepared(home)) {
            first = trial.guild();
            assertThat(first.fresh()).isTrue();
            trial.start();
            assertThat(trial.state()).isEqualTo(ProgramState.RUNNING);
            assertThat(loggedIn(first, first.admin())).isTrue();
            assertThat(trial.admin().register("anna", new Secret("a password of hers"), false))
                    .isEqualTo(Registration.CREATED);
            registration = Files.readString(first.registration());
        }
        try (Trial trial = prepared(home)) {
            trial.start();
            TrialGuild second = trial.guild();
            assertThat(second.fresh()).isFalse();
            assertThat(second).usingRecursiveComparison().ignoringFields("fresh").isEqualTo(first);
            assertThat(second.registration()).hasContent(registration);
            assertThat(loggedIn(second, second.guest())).isTrue();
            assertThat(trial.admin().register("anna", new Secret("another password"), true))
                    .isEqualTo(Registration.EXISTS);
            assertThatThrownBy(() -> trial.admin().register("No Such Name", new Secret("long enough"), false))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("No Such Name");
        }
    }

    @Test
    void servesLotusAsItsApplicationService() {
        try (Trial trial = prepared(folder)) {
            trial.start();
            String token = applicationToken(trial.guild().registration());
            HttpCall whoami = HttpCall.of("GET", trial.guild().url().resolve("/_matrix/client/v3/account/whoami"))
                    .header("Authorization", "Bearer " + token);
            ObjectNode answer = Json.parseObject(http.send(whoami).body());
            assertThat(Json.string(answer, "user_id")).contains("@lotus-service:" + trial.guild().serverName());
        }
    }

    @Test
    void startsAgainWhenTheHomeserverIsKilledAndSaysSo() {
        try (Trial trial = prepared(folder)) {
            trial.start();
            long before = trial.pid().orElseThrow();
            ProcessHandle.of(before).orElseThrow().destroyForcibly();
            await(() -> heard.warnings.size() == 1);
            await(() -> trial.state() == ProgramState.RUNNING);
            assertThat(trial.pid().orElseThrow()).isNotEqualTo(before);
            assertThat(healthy(trial)).isTrue();
            assertThat(heard.warnings).singleElement().asString().contains("ended by itself");
            assertThat(heard.steps).last().asString().contains("serves again");
        }
    }

    @Test
    void stopsWithinFiveSecondsAndLeavesNoProcess() {
        Trial trial = prepared(folder);
        trial.start();
        long pid = trial.pid().orElseThrow();
        Instant began = Instant.now();
        trial.stop();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(trial.state()).isEqualTo(ProgramState.STOPPED);
        trial.stop();
    }

    @Test
    void endsWhatAKilledLotusLeftOnTheSameHome() throws IOException {
        try (Trial trial = prepared(folder)) {
            Process leftover = runByHand();
            await(() -> healthy(trial));
            trial.start();
            assertThat(leftover.isAlive()).isFalse();
            assertThat(healthy(trial)).isTrue();
        }
    }

    @Test
    void theHomeserverEndsWhenLotusIsGone() throws IOException {
        try (Trial trial = prepared(folder)) {
            Process orphan = runByHand();
            await(() -> healthy(trial));
            orphan.getOutputStream().close();
            await(() -> !orphan.isAlive());
            assertThat(healthy(trial)).isFalse();
        }
    }

    @Test
    void namesWhoHoldsItsPort() throws IOException {
        try (Trial trial = prepared(folder);
                ServerSocket other =
                        new ServerSocket(trial.guild().url().getPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(trial::start)
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("Port " + other.getLocalPort())
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
            assertThat(trial.state()).isEqualTo(ProgramState.STOPPED);
        }
    }

    @Test
    void showsTheLastWordsOfAHomeserverThatDoesNotStart() throws IOException {
        Trial trial = prepared(folder);
        Path configuration = folder.resolve("synapse/homeserver.yaml");
        Files.writeString(configuration, Files.readString(configuration).replace("database: {", "database: [{"));
        assertThatThrownBy(trial::start)
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("ended while starting")
                .hasMessageContaining("homeserver.yaml");
        assertThat(trial.pid()).isEmpty();
    }

    private Trial prepared(Path home) {
        return Trial.prepare(
                home,
                new Trial.World(
                        Environment.ofProcess(), http, new SecureRandom(), InstantSource.system(), Pause.real(), heard));
    }

    private boolean healthy(Trial trial) {
        try {
            return http.send(HttpCall.of("GET", trial.guild().url().resolve("/health")))
                    .ok();
        } catch (HttpFailure e) {
            return false;
        }
    }

    /** As the trial runs it, but in nobody's care. */
    private Process runByHand() throws IOException {
        HomeFiles.secretOnce(folder.resolve("synapse/signing.key"), () -> "ed25519 a_test " + "A".repeat(43) + "\n");
        TrialHome home = new TrialHome(folder);
        Path python = new PythonEnvironment(Environment.ofProcess(), InstantSource.system(), Pause.real(), heard).python();
        return new ProcessBuilder(SynapseProcess.command(python, home))
                .directory(home.synapse().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("by-hand.log").toFile())
                .start();
    }

    private boolean loggedIn(TrialGuild guild, TrialGuild.Account account) {
        ObjectNode login = Json.parseObject("{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\"}}");
        Json.objectAt(login, "identifier").put("user", account.user().localpart());
        login.put("password", account.password().value());
        return http.send(HttpCall.of("POST", guild.url().resolve("/_matrix/client/v3/login"))
                        .body(HttpBody.json(login)))
                .ok();
    }

    private static String applicationToken(Path registration) {
        return HomeFiles.read(registration).lines()
                .filter(line -> line.startsWith("as_token: "))
                .map(line -> line.substring("as_token: ".length()).replace("\"", ""))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(START);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("time").isBefore(end);
            LockSupport.parkNanos(TICK);
        }
    }

    /** What was said. */
    private static final class Heard implements Progress {
        final List<String> steps = new CopyOnWriteArrayList<>();
        final List<String> warnings = new CopyOnWriteArrayList<>();

        @Override
        public void step(String sentence) {
            steps.add(sentence);
        }

        @Override
        public void detail(String words) {}

        @Override
        public void warning(String sentence) {
            warnings.add(sentence);
        }
    }
}
