package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.render.Samples;

final class WatchdogTest {
    private static final Duration WANTED = Duration.ofMinutes(1);
    private static final int ROUNDS = 20;

    /** Of the program, when it is asked whether it lives. */
    private enum Answer {
        YES,
        NO,
        LATE,
        BROKEN
    }

    private Duration now = Duration.ZERO;
    private final List<Duration> waited = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Duration> heard = new ArrayList<>();

    private static Environment environment(Map<String, String> variables) {
        return name -> Optional.ofNullable(variables.get(name));
    }

    private static World world(Environment environment, Pause pause) {
        World real = World.real();
        return new World(environment, real.http(), real.clock(), real.random(), pause, new Metrics());
    }

    /** What is told while the program answers so, one time after the other. */
    private List<String> told(Watchdog.Listener systemd, List<Answer> answers) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        now = Duration.ZERO;
        Iterator<Answer> next = answers.iterator();
        World world = world(environment(Map.of()), time -> {
            waited.add(time);
            now = now.plus(time);
            if (!next.hasNext()) {
                over.countDown();
                throw new InterruptedException("the test is over");
            }
        });
        Watchdog dog = new Watchdog(WANTED, systemd, world);
        dog.watch(() -> answered(next.next()));
        try (dog) {
            dog.start();
            assertThat(over.await(20, TimeUnit.SECONDS))
                    .as("all was asked of " + dog)
                    .isTrue();
        }
        return told;
    }

    private boolean answered(Answer answer) {
        return switch (answer) {
            case YES -> true;
            case NO -> false;
            case LATE -> {
                now = now.plusSeconds(5);
                yield false;
            }
            case BROKEN -> throw new IllegalStateException("broken");
        };
    }

    @Test
    void tellsThatItLivesFromTheStartOnUntilItHangs() throws InterruptedException {
        assertThat(told(
                        told::add,
                        List.of(Answer.NO, Answer.BROKEN, Answer.YES, Answer.YES, Answer.LATE, Answer.BROKEN)))
                .hasSize(4)
                .containsOnly("WATCHDOG=1");
        assertThat(waited).hasSize(6);
    }

    @Test
    void tellsThatItLivesWhileThereIsNothingToAskYet() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        World world = world(environment(Map.of()), time -> {
            over.countDown();
            throw new InterruptedException("the test is over");
        });
        try (Watchdog dog = new Watchdog(WANTED, told::add, world).start()) {
            assertThat(over.await(20, TimeUnit.SECONDS)).as("told of " + dog).isTrue();
        }
        assertThat(told).containsExactly("WATCHDOG=1");
    }

    @ParameterizedTest
    @EnumSource(names = "YES", mode = EnumSource.Mode.EXCLUDE)
    void oneAnswerThatDoesNotComeCostsNothing(Answer missing) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            List<Answer> answers = new ArrayList<>(Collections.nCopies(ROUNDS, Answer.YES));
            answers.set(round, missing);
            heard.clear();
            told(state -> heard.add(now), answers);
            assertHeardInTime(missing + " in round " + round);
        }
    }

    @Test
    void oneWordThatIsLostCostsNothing() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            int lost = round;
            int[] words = {0};
            heard.clear();
            told(
                    state -> {
                        int word = words[0]++;
                        if (word == lost && lost % 2 == 0) {
                            throw new IOException("lost");
                        }
                        if (word == lost) {
                            throw new IllegalStateException("lost");
                        }
                        heard.add(now);
                    },
                    Collections.nCopies(ROUNDS, Answer.YES));
            assertHeardInTime("word " + round);
        }
    }

    private void assertHeardInTime(String what) {
        Duration before = Duration.ZERO;
        heard.add(now);
        for (Duration time : heard) {
            assertThat(time.minus(before)).as(what).isLessThan(WANTED);
            before = time;
        }
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
        Map<String, String> service = Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "WATCHDOG_USEC", "60000000");
        assertThat(Watchdog.of(world(environment(service), time -> {}))).isPresent();
        assertThat(Watchdog.of(world(environment(Map.of("WATCHDOG_USEC", "60000000")), time -> {})))
                .isEmpty();
        Plan plan = Samples.plan("one-host");
        assertThat(Samples.file(plan, plan.the(Role.LOTUS), "/etc/systemd/system/lotus.service"))
                .contains("\nWatchdogSec=60\n", "\nLimitCORE=0\n");
    }
}
