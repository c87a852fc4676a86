package org.lotusguild.lotus.webhooks.calm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;

final class QuietTest {
    private static final Night NIGHT =
            new Night(LocalTime.of(23, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin"), Level.ERROR);

    @Test
    void holdsWhatIsLessBadDuringTheNightOfThePlace() {
        Instant midnight = Instant.parse("2026-05-02T22:00:00Z");

        assertThat(NIGHT.holds(Level.WARNING, midnight)).isTrue();
        assertThat(NIGHT.holds(Level.NEUTRAL, midnight)).isTrue();
        assertThat(NIGHT.holds(Level.ERROR, midnight)).isFalse();
        assertThat(NIGHT.holds(Level.CRITICAL, midnight)).isFalse();
        assertThat(NIGHT.holds(Level.INFO, Instant.parse("2026-05-02T20:59:59Z")))
                .isFalse();
        assertThat(NIGHT.holds(Level.INFO, Instant.parse("2026-05-02T21:00:00Z")))
                .isTrue();
        assertThat(NIGHT.holds(Level.INFO, Instant.parse("2026-05-03T04:59:59Z")))
                .isTrue();
        assertThat(NIGHT.holds(Level.INFO, Instant.parse("2026-05-03T05:00:00Z")))
                .isFalse();
    }

    @Test
    void mayLieWithinOneDay() {
        Night siesta = new Night(LocalTime.of(13, 0), LocalTime.of(15, 0), ZoneId.of("UTC"), Level.CRITICAL);

        assertThat(siesta.holds(Level.ERROR, Instant.parse("2026-05-02T14:00:00Z")))
                .isTrue();
        assertThat(siesta.holds(Level.ERROR, Instant.parse("2026-05-02T15:00:00Z")))
                .isFalse();
        assertThat(siesta.holds(Level.ERROR, Instant.parse("2026-05-02T12:00:00Z")))
                .isFalse();
    }

    @Test
    void tellsOfTheNightInOneMessage() {
        Notice digest = Digest.of(IntStream.rangeClosed(1, 14)
                .mapToObj(i -> Notice.of("sonarr", "sonarr.download", Level.OK, "✅", "Show S01E" + i, "imported"))
                .toList());

        assertThat(digest.title()).isEqualTo("🌅 14 messages from the night");
        assertThat(digest.lines())
                .hasSize(11)
                .startsWith("✅ Show S01E1 – imported")
                .endsWith("+4 more");
        assertThat(digest.service()).isEqualTo("sonarr");
    }

    @Test
    void tellsOfAnIncidentOnceAndOfTheWorstFirst() {
        Notice note = Notice.of("tinker-tickets", "tinker-tickets.commented", Level.NEUTRAL, "💬", "#1 Fan", "comment");

        Notice digest = Digest.of(List.of(
                keyed("⚠️", "firing", Level.WARNING, Transition.OPEN, "disk"),
                keyed("⚠️", "no data", Level.WARNING, Transition.OPEN, "cpu"),
                keyed("✅", "resolved after 21 min", Level.OK, Transition.CLOSE, "disk"),
                keyed("💬", "comment", Level.NEUTRAL, Transition.THREAD, "disk"),
                note.correlation(Correlation.of("#1", Transition.THREAD)),
                note.correlation(Correlation.together("a")),
                note));

        assertThat(digest.title()).isEqualTo("🌅 7 messages from the night");
        assertThat(digest.lines())
                .containsExactly(
                        "⚠️ cpu – no data",
                        "✅ disk – resolved after 21 min",
                        "💬 #1 Fan – comment",
                        "💬 #1 Fan – comment",
                        "💬 #1 Fan – comment");
        assertThat(digest.service()).isEqualTo("lotus");
        assertThat(Digest.of(List.of(note)).title()).isEqualTo("🌅 1 message from the night");
    }

    private static Notice keyed(String emoji, String happened, Level level, Transition transition, String key) {
        return Notice.of("grafana", "grafana.firing", level, emoji, key, happened)
                .correlation(Correlation.of(key, transition));
    }
}
