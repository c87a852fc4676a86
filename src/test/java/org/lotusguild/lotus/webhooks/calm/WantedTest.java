package org.lotusguild.lotus.webhooks.calm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Transition;

final class WantedTest {
    private static final Instant START = Instant.parse("2026-05-02T18:00:00Z");
    private static final UserId ALICE = UserId.parse("@alice:example.org");

    @Test
    void leavesOutWhatHardlyAnybodyWantsUnlessTheRoomAsks() {
        Notice renamed = notice("sonarr.rename", Level.NEUTRAL);

        assertThat(wants(Map.of(), renamed)).isFalse();
        assertThat(wants(Map.of("sonarr.rename", true), renamed)).isTrue();
        assertThat(wants(Map.of("sonarr.*", true), renamed)).isTrue();
        assertThat(wants(Map.of(), notice("sonarr.grab", Level.INFO))).isTrue();
        assertThat(wants(Map.of(), notice("sonarr.episode-file-delete-upgrade", Level.WARNING)))
                .isFalse();
        assertThat(wants(Map.of(), notice("owncast.chat", Level.NEUTRAL))).isFalse();
    }

    @Test
    void takesTheNarrowestRule() {
        Map<String, Boolean> events = Map.of("*", false, "sonarr.*", true, "sonarr.grab", false);

        assertThat(wants(events, notice("sonarr.grab", Level.INFO))).isFalse();
        assertThat(wants(events, notice("sonarr.download", Level.OK))).isTrue();
        assertThat(wants(events, notice("radarr.download", Level.OK))).isFalse();
    }

    @Test
    void leavesOutWhatIsNotBadEnoughButNeverTheEndOfWhatStandsThere() {
        Target target = target(Optional.of(Level.WARNING), Map.of());
        Notice end = notice("grafana.resolved", Level.OK).correlation(Correlation.of("disk", Transition.CLOSE));

        assertThat(Filter.wants(target, notice("grafana.firing", Level.WARNING), false))
                .isTrue();
        assertThat(Filter.wants(target, notice("grafana.firing", Level.INFO), false))
                .isFalse();
        assertThat(Filter.wants(target, end, false)).isFalse();
        assertThat(Filter.wants(target, end, true)).isTrue();
    }

    @Test
    void alwaysTakesMessagesBack() {
        Notice hidden = notice("owncast.visibility-update", Level.NEUTRAL)
                .correlation(Correlation.redact(List.of("chat:a", "chat:b")));

        assertThat(Filter.wants(target(Optional.of(Level.ERROR), Map.of("owncast.*", false)), hidden, false))
                .isTrue();
        assertThat(hidden.correlation().orElseThrow().keys()).containsExactly("chat:a", "chat:b");
    }

    @Test
    void countsInOneLineWhatIsTooMuchForAnHour() {
        List<String> told = new ArrayList<>();
        Optional<Hour> hour = Optional.empty();
        for (int i = 0; i < 4; i++) {
            Hour.Step step = Hour.step(hour, 2, "media", notice("sonarr.grab", Level.INFO), START.plusSeconds(i));
            hour = Optional.of(step.state());
            told.add(step.deliver().title());
        }

        assertThat(told)
                .containsExactly(
                        "⚠️ Subject – happened",
                        "⚠️ Subject – happened",
                        "📮 media – 1 more message in this hour",
                        "📮 media – 2 more messages in this hour");
        assertThat(Json.read(Json.parse(Json.text(hour.orElseThrow())), Hour.class))
                .isEqualTo(hour.orElseThrow());
        assertThat(Hour.step(hour, 2, "media", notice("sonarr.grab", Level.INFO), START.plusSeconds(3600))
                        .deliver()
                        .title())
                .isEqualTo("⚠️ Subject – happened");
    }

    @Test
    void callsByLevelByEventAndTheOneWhoAsked() {
        Target target = new Target(
                "!a:example.org",
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of("critical", List.of("@room"), "seerr.*", List.of("@bob:example.org")),
                true);
        Rendered available =
                Rendered.of(notice("seerr.media-available", Level.OK)).requester("alice");

        assertThat(Mentions.of(target, Rendered.of(notice("grafana.firing", Level.CRITICAL)), Map.of()))
                .isEqualTo(new Mentions(true, Set.of()));
        assertThat(Mentions.of(target, Rendered.of(notice("grafana.firing", Level.ERROR)), Map.of()))
                .isEqualTo(new Mentions(false, Set.of()));
        assertThat(Mentions.of(target, available, Map.of("alice", ALICE)))
                .isEqualTo(new Mentions(false, Set.of(ALICE, UserId.parse("@bob:example.org"))));
        assertThat(Mentions.of(target, available, Map.of("Alice", ALICE)).users())
                .as("nobody whom the file does not name")
                .doesNotContain(ALICE);
    }

    @Test
    void refusesNamesThatNoEventCanHave() {
        assertThatThrownBy(() -> target(Optional.empty(), Map.of("rename", false)))
                .hasMessageStartingWith("events: \"rename\"");
        assertThat(target(Optional.empty(), Map.of("*", false, "tinker-tickets.*", true, "sonarr.rename", true))
                        .events())
                .hasSize(3);
    }

    @Test
    void refusesToCallNobody() {
        assertThatThrownBy(() -> mentioning("criticl", "@room")).hasMessageStartingWith("mention: \"criticl\"");
        assertThatThrownBy(() -> mentioning("critical", "alice")).hasMessageStartingWith("mention: \"alice\"");
    }

    private static boolean wants(Map<String, Boolean> events, Notice notice) {
        return Filter.wants(target(Optional.empty(), events), notice, false);
    }

    private static Target target(Optional<Level> least, Map<String, Boolean> events) {
        return new Target("!a:example.org", least, events, Optional.empty(), Map.of(), false);
    }

    private static Target mentioning(String when, String who) {
        return new Target(
                "!a:example.org", Optional.empty(), Map.of(), Optional.empty(), Map.of(when, List.of(who)), false);
    }

    private static Notice notice(String event, Level level) {
        return Notice.of(event.substring(0, event.indexOf('.')), event, level, "⚠️", "Subject", "happened");
    }
}
