package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.webhooks.courier.Moves.After;
import org.lotusguild.lotus.webhooks.courier.Moves.Move;
import org.lotusguild.lotus.webhooks.hook.Lifecycle;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;

class MovesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final Notice NEWS = Notice.of("x", "x.y", Level.INFO, "ℹ️", "a", "b");
    private static final Notice TICKET = Notice.of("x", "x.y", Level.INFO, "🎫", "ticket", "open");

    private static Moves standing(Transition transition, Lifecycle lifecycle, boolean late, Duration age) {
        Root root = new Root(NOW.minus(age), 3, 7, NEWS);
        return Moves.standing(
                Rendered.of(NEWS).editedRoot(TICKET), Correlation.of("k", transition), root, lifecycle, late, NOW);
    }

    private static List<String> kinds(Moves moves) {
        return moves.all().stream().map(move -> move.getClass().getSimpleName()).toList();
    }

    @Test
    void theMessageOfAThingThatGoesOnIsEditedAndAnsweredInItsThread() {
        assertThat(kinds(standing(Transition.OPEN, Lifecycle.EDIT_THREAD, false, Duration.ZERO)))
                .containsExactly("Edit");
        assertThat(kinds(standing(Transition.UPDATE, Lifecycle.EDIT_THREAD, false, Duration.ZERO)))
                .containsExactly("Edit", "InThread");
        assertThat(kinds(standing(Transition.UPDATE, Lifecycle.EDIT, false, Duration.ZERO)))
                .containsExactly("Edit");
        assertThat(kinds(standing(Transition.UPDATE, Lifecycle.THREAD, false, Duration.ZERO)))
                .containsExactly("InThread");
        assertThat(kinds(standing(Transition.THREAD, Lifecycle.EDIT_THREAD, false, Duration.ZERO)))
                .containsExactly("InThread");
    }

    @Test
    void theEndOfAnOldThingIsToldAnew() {
        assertThat(kinds(standing(Transition.CLOSE, Lifecycle.EDIT_THREAD, false, Duration.ofHours(11))))
                .containsExactly("Edit", "InThread");
        assertThat(kinds(standing(Transition.CLOSE, Lifecycle.EDIT_THREAD, false, Duration.ofHours(13))))
                .containsExactly("Edit", "InThread", "Answer");
    }

    @Test
    void whatComesLateOnlyGoesIntoTheThread() {
        Moves moves = standing(Transition.CLOSE, Lifecycle.EDIT_THREAD, true, Duration.ZERO);
        assertThat(kinds(moves)).containsExactly("InThread");
        assertThat(moves.after()).isEqualTo(new After.Same());
    }

    @Test
    void theMessageShowsHowTheThingStandsAndTheThreadWhatHappened() {
        Moves moves = standing(Transition.CLOSE, Lifecycle.EDIT_THREAD, false, Duration.ZERO);
        assertThat(moves.all()).containsExactly(new Move.Edit(TICKET), new Move.InThread(NEWS));
        assertThat(moves.after()).isEqualTo(new After.Changed(new Root(NOW, 4, 7, TICKET), true));
    }

    @Test
    void aNewThingIsRememberedUnlessItIsOnlyARemark() {
        assertThat(Moves.alone(Rendered.of(NEWS), Correlation.of("k", Transition.OPEN), NOW)
                        .after())
                .isEqualTo(new After.Opened(new Root(NOW, 1, 0, NEWS), false));
        assertThat(Moves.alone(Rendered.of(NEWS), Correlation.of("k", Transition.CLOSE), NOW)
                        .after())
                .isEqualTo(new After.Opened(new Root(NOW, 1, 0, NEWS), true));
        assertThat(Moves.alone(Rendered.of(NEWS), Correlation.of("k", Transition.THREAD), NOW)
                        .after())
                .isEqualTo(new After.Same());
    }
}
