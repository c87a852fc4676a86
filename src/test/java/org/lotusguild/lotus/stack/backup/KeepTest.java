package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which backups stay. */
class KeepTest {
    private static final Instant START = Instant.parse("2026-01-01T03:30:00Z");

    private static Keep.Candidate day(int number, boolean proven) {
        Instant made = START.plus(Duration.ofDays(number));
        return new Keep.Candidate(
                made.toString().substring(0, 10), made, proven ? Optional.of(made) : Optional.empty());
    }

    private static List<Keep.Candidate> days(int count) {
        List<Keep.Candidate> days = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            days.add(day(i, false));
        }
        return days;
    }

    private static List<String> kept(Keep keep, List<Keep.Candidate> there) {
        List<String> gone = keep.surplus(there);
        return there.stream()
                .map(Keep.Candidate::name)
                .filter(name -> !gone.contains(name))
                .toList();
    }

    @Test
    void keepsDaysWeeksAndMonths() {
        // 100 days: the last is 2026-04-10, a Friday.
        assertThat(kept(new Keep(3, 3, 3), days(100)))
                .containsExactly(
                        "2026-02-28",
                        "2026-03-29",
                        "2026-03-31",
                        "2026-04-05",
                        "2026-04-08",
                        "2026-04-09",
                        "2026-04-10");
    }

    @Test
    void keepsTheNewestOfADay() {
        List<Keep.Candidate> twice = List.of(
                new Keep.Candidate("early", START, Optional.empty()),
                new Keep.Candidate("late", START.plusSeconds(3600), Optional.empty()));
        assertThat(new Keep(1, 0, 0).surplus(twice)).containsExactly("early");
    }

    @Test
    void neverRemovesTheLastProvenOne() {
        List<Keep.Candidate> there = new ArrayList<>(days(50));
        there.set(3, day(3, true));
        there.set(5, day(5, true));
        assertThat(kept(new Keep(1, 0, 0), there)).containsExactly("2026-01-06", "2026-02-19");
    }

    @Test
    void keepsWeeksApartOverTheTurnOfTheYear() {
        List<Keep.Candidate> there = new ArrayList<>();
        for (int i = -10; i <= 0; i++) {
            there.add(day(i, false));
        }
        assertThat(kept(new Keep(1, 2, 0), there)).containsExactly("2025-12-28", "2026-01-01");
    }

    @Test
    void refusesToKeepNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Keep(0, 4, 6)).withMessageStartingWith("keep");
    }
}
