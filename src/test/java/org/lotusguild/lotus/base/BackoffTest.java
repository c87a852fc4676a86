package org.lotusguild.lotus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RandomGenerator HIGHEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return -1;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void theCeilingDoublesUpToTheCap() {
        Backoff backoff = Backoff.ofCalls(HIGHEST);
        assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.after(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(7)).isEqualTo(Duration.ofSeconds(32));
        assertThat(backoff.after(8)).isEqualTo(Duration.ofSeconds(60));
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void noFailureCountsAsOne() {
        assertThat(Backoff.ofCalls(HIGHEST).ceiling(0)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void everyWaitLiesBetweenNothingAndTheCeiling() {
        qt().forAll(integers().between(0, 1000), longs().all()).checkAssert((failures, seed) -> {
            Backoff backoff = Backoff.ofCalls(new Random(seed));
            assertThat(backoff.after(failures)).isBetween(Duration.ZERO, backoff.ceiling(failures));
        });
    }

    @Test
    void theJitterIsFull() {
        Backoff backoff = Backoff.ofCalls(new Random(7));
        long low = 0;
        for (int i = 0; i < 1000; i++) {
            low += backoff.after(8).toSeconds() < 30 ? 1 : 0;
        }
        assertThat(low).isBetween(400L, 600L);
    }

    @Test
    void refusesACapBelowTheFirstWait() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), HIGHEST));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), HIGHEST));
    }
}
