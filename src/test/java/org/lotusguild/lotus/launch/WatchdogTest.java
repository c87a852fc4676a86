package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.render.Samples;

final class WatchdogTest {
    private final List<Duration> waited = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private static Environment environment(Map<String, String> variables) {
        return name -> Optional.ofNullable(variables.get(name));
    }

    private static World world(Environment environment, Pause pause) {
        World real = World.real();
        return new World(environment, real.http(), real.clock(), real.random(), pause, new Metrics());
    }

    /** What is told while the program answers so, one time after the other. */
    private List<String> told(Watchdog.Listener systemd, Boolean... answers) throws InterruptedException {
        Iterator<Boolean> next = List.of(answers).iterator();
        World world = world(environment(Map.of()), time -> {
            waited.add(time);
            if (waited.size() == answers.length) {
                over.countDown();
                throw new InterruptedException("the test is over");
            }
        });
        try (Watchdog dog = new Watchdog(Duration.ofSeconds(30), systemd, world, next::next).start()) {
            assertThat(over.await(20, TimeUnit.SECONDS))
                    .as("all was asked of " + dog)
                    .isTrue();
        }
        return told;
    }

    @Test
    void tellsThatItLivesFromTheStartOnUntilItHangs() throws InterruptedException {
        assertThat(told(told::add, false, false, true, true, false, true))
                .hasSize(5)
                .containsOnly("WATCHDOG=1");
        assertThat(waited).hasSize(6).containsOnly(Duration.ofSeconds(30));
    }

    @Test
    void goesOnWhenNobodyHearsIt() throws InterruptedException {
        assertThat(told(
                        state -> {
                            told.add(state);
                            throw new IOException("nobody listens");
                        },
                        true,
                        true,
                        true))
                .hasSize(3);
    }

    @Test
    void wantsWhatTheUnitOfThisProcessSays() {
        assertThat(Watchdog.wanted(environment(Map.of("WATCHDOG_USEC", "60000000")), 7))
                .contains(Duration.ofMinutes(1));
        assertThat(Watchdog.wanted(environment(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "7")), 7))
                .contains(Duration.ofMinutes(1));
        assertThat(Watchdog.wanted(environment(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "8")), 7))
                .isEmpty();
        assertThat(Watchdog.wanted(environment(Map.of("WATCHDOG_USEC", "soon")), 7))
                .isEmpty();
        assertThat(Watchdog.wanted(environment(Map.of()), 7)).isEmpty();
    }

    @Test
    void isThereWhereSystemdWantsIt() {
        HostPort internal = new HostPort("127.0.0.1", 9095);
        Map<String, String> service = Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "WATCHDOG_USEC", "60000000");
        assertThat(Watchdog.of(world(environment(service), time -> {}), internal))
                .isPresent();
        assertThat(Watchdog.of(world(environment(Map.of("WATCHDOG_USEC", "60000000")), time -> {}), internal))
                .isEmpty();
        Plan plan = Samples.plan("one-host");
        assertThat(Samples.file(plan, plan.the(Role.LOTUS), "/etc/systemd/system/lotus.service"))
                .contains("\nWatchdogSec=60\n");
    }
}
