package org.lotusguild.lotus.stack.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.stack.certs.TestCertificates;
import org.lotusguild.lotus.stack.certs.TlsServer;
import org.lotusguild.lotus.stack.live.Probing.Check;
import org.lotusguild.lotus.stack.live.Probing.Targets;

class ProbingTest {
    private static final Secret SECRET = new Secret("turnsecretturnsecretturnsecret12");

    @TempDir
    private Path folder;

    private final Metrics metrics = new Metrics();

    private Probing probing(Targets targets) {
        return new Probing(targets, Clock.systemUTC(), new SecureRandom(), time -> {}).on(metrics);
    }

    @Test
    void showsThatTheTurnServerGrantsARelay() throws IOException {
        try (FakeTurn server = new FakeTurn(SECRET)) {
            Optional<HostPort> at = Optional.of(new HostPort("127.0.0.1", server.port()));
            probing(new Targets(at, () -> Optional.of(SECRET), Map.of())).ask();
            assertThat(metrics.text().lines())
                    .contains(
                            "lotus_probe_up{check=\"stun\",kind=\"stun\"} 1",
                            "lotus_probe_up{check=\"turn\",kind=\"turn\"} 1")
                    .anyMatch(line -> line.startsWith("lotus_probe_seconds{check=\"turn\",step=\"allocate\"} "))
                    .noneMatch(line -> line.contains("_cert\""));
        }
    }

    @Test
    void showsThatItDoesNotAndForgetsHowLongItTook() throws IOException {
        FakeTurn server = new FakeTurn(new Secret("another secret of this guild's server"));
        Optional<HostPort> at = Optional.of(new HostPort("127.0.0.1", server.port()));
        Probing probing = probing(new Targets(at, () -> Optional.of(SECRET), Map.of()));
        probing.ask();
        assertThat(metrics.text())
                .contains("lotus_probe_up{check=\"stun\",kind=\"stun\"} 1\n")
                .contains("lotus_probe_up{check=\"turn\",kind=\"turn\"} 0\n")
                .doesNotContain("step=\"allocate\"");
        server.close();
        probing.ask();
        assertThat(metrics.text())
                .contains("lotus_probe_up{check=\"stun\",kind=\"stun\"} 0\n")
                .doesNotContain("lotus_probe_seconds{");
    }

    @Test
    void countsTheDaysOfCertificatesAlsoOfThoseThatAreNotShownAnyMore() {
        Path pair = new TestCertificates(folder).pair("one", "localhost", "-validity", "30");
        Probing probing;
        try (TlsServer server = new TlsServer(pair)) {
            probing = probing(new Targets(Optional.empty(), Optional::empty, Map.of(Check.TURN_CERT, server.at())));
            probing.look();
        }
        probing.look();
        assertThat(metrics.text()).containsPattern("lotus_probe_cert_days\\{check=\"turn_cert\",kind=\"tls\"} 29\\.9");
    }

    @Test
    void showsAfterARotationThatTheNewSecretIsTaken() throws IOException {
        try (FakeTurn server = new FakeTurn(SECRET)) {
            AtomicReference<Secret> file = new AtomicReference<>(new Secret("the one before the rotation"));
            Optional<HostPort> at = Optional.of(new HostPort("127.0.0.1", server.port()));
            Probing probing = probing(new Targets(at, () -> Optional.of(file.get()), Map.of()));
            probing.ask();
            assertThat(metrics.text()).contains("lotus_probe_up{check=\"turn\",kind=\"turn\"} 0\n");
            file.set(SECRET);
            probing.ask();
            assertThat(metrics.text()).contains("lotus_probe_up{check=\"turn\",kind=\"turn\"} 1\n");
        }
    }

    @Test
    void saysNothingOfAnAnswerThatIsOld() throws IOException {
        TestClock clock = new TestClock(Instant.parse("2026-11-26T04:00:00Z"));
        try (FakeTurn server = new FakeTurn(SECRET)) {
            Optional<HostPort> at = Optional.of(new HostPort("127.0.0.1", server.port()));
            Targets targets = new Targets(at, () -> Optional.of(SECRET), Map.of());
            new Probing(targets, clock, new SecureRandom(), time -> {})
                    .on(metrics)
                    .ask();
        }
        assertThat(metrics.text()).contains("lotus_probe_up{check=\"stun\",kind=\"stun\"} 1\n");
        clock.advance(Duration.ofMinutes(6));
        assertThat(metrics.text()).doesNotContain("lotus_probe_up{", "lotus_probe_seconds{");
    }

    @Test
    void goesOnWhateverBreaksAndThenCountsAsBad() throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        AtomicInteger asked = new AtomicInteger();
        try (FakeTurn server = new FakeTurn(SECRET)) {
            Supplier<Optional<Secret>> secret = () -> switch (asked.incrementAndGet()) {
                case 1 -> Optional.of(SECRET);
                case 2 -> throw new StackOverflowError();
                default -> throw new IllegalStateException("a defect");
            };
            Optional<HostPort> at = Optional.of(new HostPort("127.0.0.1", server.port()));
            Targets targets = new Targets(at, secret, Map.of());
            try (Probing probing = new Probing(targets, Clock.systemUTC(), new SecureRandom(), time -> {
                rounds.countDown();
                if (rounds.getCount() == 0) {
                    Thread.sleep(time); // until it is interrupted
                }
            })) {
                probing.on(metrics).start();
                assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(metrics.text())
                        .contains("lotus_probe_up{check=\"stun\",kind=\"stun\"} 1\n")
                        .contains("lotus_probe_up{check=\"turn\",kind=\"turn\"} 0\n")
                        .doesNotContain("step=\"allocate\"");
            }
        }
    }

    @Test
    void asksAgainAndAgainUntilItIsClosed() throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        Targets nothing = new Targets(Optional.empty(), Optional::empty, Map.of());
        try (Probing probing = new Probing(nothing, Clock.systemUTC(), new SecureRandom(), time -> {
            rounds.countDown();
            if (rounds.getCount() == 0) {
                Thread.sleep(time); // until it is interrupted
            }
        })) {
            probing.start();
            assertThat(rounds.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
