package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Starting, stopping and surviving, as somebody at the terminal sees it. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class LifeIT {
    private static void assertAnswers(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        assertThat(alice.ping(room, trial.bot()).colour()).isZero();
    }

    private static void assertNothingLeft(Lotus lotus) {
        Await.until(Duration.ofSeconds(1), "no process left", () -> lotus.processes().isEmpty());
        assertThat(lotus.command("status", "--json").exit()).isEqualTo(1);
    }

    @Test
    void aSecondUpOnTheSameHomePrintsTheStatusAndEnds(Trial trial) {
        Lotus.Outcome second = trial.lotus().command("up");
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(second.out()).contains(trial.status().homeserver());
        assertThat(trial.lotus().running()).isTrue();
        assertAnswers(trial);
    }

    @Test
    void controlCEndsEverythingWithinTenSeconds(Trial trial) {
        trial.lotus().interrupt();
        assertNothingLeft(trial.lotus());
        trial.lotus().up();
        assertAnswers(trial);
    }

    @Test
    void stopEndsEverythingWithinTenSeconds(Trial trial) {
        assertThat(trial.lotus().stop()).isLessThan(Duration.ofSeconds(10));
        assertNothingLeft(trial.lotus());
    }

    @Test
    void afterAKillTheNextUpGoesOn(Trial trial) {
        String device = trial.status().botDevice();
        trial.lotus().kill();
        assertThat(trial.lotus().up().botDevice()).isEqualTo(device);
        assertAnswers(trial);
    }

    @Test
    void aHomeserverThatCrashesIsStartedAgain(Trial trial) {
        ProcessHandle synapse = trial.lotus().synapse();
        synapse.destroyForcibly();
        Await.until(Duration.ofSeconds(10), "Synapse gone", () -> !synapse.isAlive());
        String url = trial.status().homeserver() + "/health";
        Await.until(Duration.ofSeconds(60), "the homeserver back", () -> Health.well(url));
        Await.until(Duration.ofSeconds(60), "ready again", () -> trial.lotus().ask().isPresent());
        assertThat(trial.lotus().running()).isTrue();
        assertAnswers(trial);
    }

    @Test
    void aBusyPortIsNamedAndTheNextUpGoesOn(Trial trial) throws IOException {
        trial.lotus().stop();
        String internal = trial.lotus().home().internal().orElseThrow();
        int port = Integer.parseInt(internal.substring(internal.indexOf(':') + 1));
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Lotus.Outcome outcome = trial.lotus().command("up");
            assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
            assertThat(outcome.err()).contains(Integer.toString(other.getLocalPort()));
        }
        assertNothingLeft(trial.lotus());
        trial.lotus().up();
        assertAnswers(trial);
    }

    @Test
    void aMistakeInTheFileIsShownWithItsLine() {
        Home home = Home.fresh("mistake");
        home.writeConfiguration("""
                homeserver:
                  url: http://127.0.0.1:1
                  server-name: lotus.test
                  registration: {file: registration.yaml}
                bot:
                  prefx: "!"
                """);
        Lotus.Outcome outcome = new Lotus(home, early -> {}).command("up");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.err()).contains("lotus.yaml:6").contains("prefix");
    }

    @Test
    void whereNothingRunsTheStatusSaysSo() {
        Lotus.Outcome outcome = new Lotus(Home.fresh("empty"), early -> {}).command("status", "--json");
        assertThat(outcome.exit()).isEqualTo(1);
    }
}
