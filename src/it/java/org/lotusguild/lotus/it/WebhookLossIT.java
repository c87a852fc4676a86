package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@code bench/run hooks-loss}. */
@Timeout(300)
final class WebhookLossIT {
    private static final LossPlan SHORT = new LossPlan(150, 2, 1, Duration.ofSeconds(5), 40, 12, Duration.ZERO);

    @Test
    void everyAcknowledgedPostIsInTheRoomOnceThroughKillsAndAnOutage() throws Exception {
        try (Loss loss = Loss.prepare(SHORT)) {
            LossVerdict verdict = loss.run();
            assertThat(verdict.failures()).isEmpty();
            assertThat(verdict.acknowledged()).hasSizeGreaterThanOrEqualTo(SHORT.posts());
            assertThat(verdict.refusals()).containsKey(429);
        }
    }
}
