package org.lotusguild.lotus.webhooks.calm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.booleans;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;

final class FlapsTest {
    private static final Instant START = Instant.parse("2026-05-02T18:00:00Z");
    private static final Notice DOWN = notice("down", Transition.OPEN);
    private static final Notice UP = notice("up again", Transition.CLOSE);
    private static final Notice STILL = notice("still down", Transition.UPDATE);

    private Optional<Flapping> state = Optional.empty();
    private final List<String> told = new ArrayList<>();

    @Test
    void saysOnceThatAThingFlapsAndFallsSilent() {
        for (int minute = 0; minute < 8; minute++) {
            step(minute % 2 == 0 ? DOWN : UP, minute);
        }

        assertThat(told)
                .containsExactly(
                        "🔴 Router – down",
                        "🔴 Router – up again",
                        "🔴 Router – down",
                        "🔴 Router – up again",
                        "🟠 Router – flapping: 5 changes in 10 min");
        assertThat(Json.read(Json.parse(Json.text(state.orElseThrow())), Flapping.class))
                .isEqualTo(state.orElseThrow());
    }

    @Test
    void tellsHowThingsStandWhenTenMinutesPassedWithoutAChange() {
        for (int minute = 0; minute < 6; minute++) {
            step(minute % 2 == 0 ? DOWN : UP, minute);
        }
        Flapping flapping = state.orElseThrow();

        assertThat(Flaps.settle(flapping, START.plusSeconds(14 * 60))).isEmpty();
        assertThat(flapping.restsAt()).isEqualTo(START.plusSeconds(15 * 60));
        assertThat(Flaps.settle(flapping, START.plusSeconds(15 * 60))).contains(UP);
        step(DOWN, 15);
        assertThat(told).as("the next change is told again").last().isEqualTo("🔴 Router – down");
    }

    @Test
    void leavesAloneWhatChangesSeldomAndWhatOnlyRepeatsItself() {
        for (int minute = 0; minute < 30; minute++) {
            step(DOWN, minute);
        }
        assertThat(told).hasSize(30);

        for (int change = 0; change < 20; change++) {
            step(change % 2 == 0 ? UP : DOWN, 100 + change * 3);
        }
        assertThat(told).hasSize(50);
    }

    @Test
    void asksNobodyForUpdatesUnlessTheThingFlaps() {
        assertThat(Flaps.concerns(STILL, Optional.empty())).isFalse();
        for (int minute = 0; minute < 6; minute++) {
            step(minute % 2 == 0 ? DOWN : UP, minute);
        }

        assertThat(Flaps.concerns(STILL, state)).isTrue();
        assertThat(Flaps.step(state, STILL, START.plusSeconds(360)).deliver()).isEmpty();
    }

    @Test
    void standsOpenUntilItSettles() {
        for (int minute = 0; minute < 5; minute++) {
            Flaps.Step step = Flaps.step(state, minute % 2 == 0 ? UP : DOWN, START.plusSeconds(minute));
            state = Optional.of(step.state());
            if (minute == 4) {
                assertThat(step.deliver().orElseThrow().correlation().orElseThrow())
                        .isEqualTo(Correlation.of("router", Transition.OPEN));
            }
        }
    }

    @Test
    void endsInTheTruthWhateverHappened() {
        qt().forAll(
                        lists().of(integers().between(0, 900)).ofSizeBetween(1, 40),
                        lists().of(booleans().all()).ofSize(40))
                .check((gaps, downs) -> {
                    Optional<Flapping> kept = Optional.empty();
                    Notice told = STILL;
                    Instant now = START;
                    for (int i = 0; i < gaps.size(); i++) {
                        now = now.plusSeconds(gaps.get(i));
                        Flaps.Step step = Flaps.step(kept, downs.get(i) ? DOWN : UP, now);
                        kept = Optional.of(step.state());
                        told = step.deliver().orElse(told);
                    }
                    Notice last = downs.get(gaps.size() - 1) ? DOWN : UP;
                    Flapping state = kept.orElseThrow();
                    return Flaps.settle(state, state.restsAt()).orElse(told).equals(last);
                });
    }

    private void step(Notice notice, int minute) {
        assertThat(Flaps.concerns(notice, state)).isTrue();
        Flaps.Step step = Flaps.step(state, notice, START.plusSeconds(60L * minute));
        state = Optional.of(step.state());
        step.deliver().map(Notice::title).ifPresent(told::add);
    }

    private static Notice notice(String happened, Transition transition) {
        return Notice.of("uptime-kuma", "uptime-kuma.down", Level.ERROR, "🔴", "Router", happened)
                .correlation(Correlation.of("router", transition));
    }
}
