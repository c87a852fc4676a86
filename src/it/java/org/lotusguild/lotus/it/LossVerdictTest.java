package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LossVerdictTest {
    private static final Posting.Refused SAID_WHEN = new Posting.Refused(429, Optional.of(Duration.ofSeconds(1)));

    @Test
    void isContentWithEachAcknowledgedPostOnceAndWithOthersThatNobodyKnowsOf() {
        LossVerdict verdict = new LossVerdict(Set.of(1), Set.of(2, 3), Map.of(4, SAID_WHEN), Map.of(1, 1, 2, 1));
        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.unansweredThere()).isOne();
    }

    @Test
    void namesEachPostOfWhichTheAnswerWasNotTrue() {
        Map<Integer, Posting.Refused> refused = Map.of(5, SAID_WHEN, 6, new Posting.Refused(503, Optional.empty()));
        LossVerdict verdict =
                new LossVerdict(Set.of(1, 2), Set.of(3), refused, Map.of(2, 3, 3, 2, 5, 1, 7, 1));
        assertThat(verdict.failures())
                .containsExactly(
                        "lost: 1",
                        "doubled: 2, 3 times",
                        "doubled: 3, 2 times",
                        "refused and delivered: 5",
                        "refused without Retry-After: 6",
                        "never posted: 7");
    }
}
