package org.lotusguild.lotus.webhooks.calm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;

final class GroupingTest {
    private static final Instant START = Instant.parse("2026-05-02T18:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(20);

    @Test
    void postsTheFirstAndShowsTheOthersInItsMessage() {
        List<Placement> places = placed(List.of(4, 5, 6, 7, 8).stream()
                .map(number -> imported("Harbour Lights S02E0" + number + " “Title”"))
                .toList());

        assertThat(places.getFirst()).isInstanceOf(Placement.Alone.class);
        assertThat(places.getFirst().group().gathered()).isTrue();
        assertThat(places.get(1)).isInstanceOf(Placement.Joins.class);
        Notice shown = ((Placement.Joins) places.getLast()).shown();
        assertThat(shown.title()).isEqualTo("✅ Harbour Lights S02E04–E08 – imported");
        assertThat(shown.links()).hasSize(1);
        assertThat(shown.lines()).as("one size is not that of all").containsExactly("WEBDL-1080p");
    }

    @Test
    void countsEpisodesThatHaveGapsBetweenThem() {
        assertThat(together("Harbour Lights S02E04 “A”", "Harbour Lights S02E09–E10")
                        .title())
                .isEqualTo("✅ Harbour Lights S02 (3 episodes) – imported");
        assertThat(together("Harbour Lights S01E10 “A”", "Harbour Lights S02E01 “B”")
                        .title())
                .isEqualTo("✅ Harbour Lights (2 episodes) – imported");
        assertThat(together("Harbour Lights S02E04 “A”", "Harbour Lights S02E04 “A”")
                        .title())
                .isEqualTo("✅ Harbour Lights S02E04 “A” – imported");
    }

    @Test
    void namesTheWorksOfOneMaker() {
        Notice shown = Together.of(List.of(album("Low Pines: Northbound"), album("Low Pines: Southbound")))
                .orElseThrow();

        assertThat(shown.title()).isEqualTo("⬇️ Low Pines (2 albums) – grabbed");
        assertThat(shown.lines()).containsExactly("Northbound", "Southbound", "FLAC");
    }

    @Test
    void saysWhatSetsThemApartWhereTheyEndInTheSameWords() {
        Notice shown = Together.of(List.of(subtitles("English"), subtitles("German"), subtitles("German forced")))
                .orElseThrow();

        assertThat(shown.title()).isEqualTo("💬 Harbour Lights S02E04 “Slack Water” – subtitles downloaded");
        assertThat(shown.lines()).containsExactly("English · German · German forced");
    }

    @Test
    void keepsApartWhatNoTitleCanTell() {
        Notice first = imported("Harbour Lights S02E04 “A”");
        Group group = place(Optional.empty(), first, START).group();

        Placement other = place(Optional.of(group), imported("Another Show S01E01 “B”"), START);

        assertThat(other).isInstanceOf(Placement.Alone.class);
        assertThat(other.group().members()).hasSize(1);
    }

    @Test
    void makesNoTitleOfOneWordThatManyEndIn() {
        assertThat(Together.of(List.of(lasting("still down after 5 min"), lasting("still down after 6 min"))))
                .isEmpty();
        assertThat(Grouping.name(lasting("up again")))
                .as("only those that are down")
                .isEmpty();
    }

    @Test
    void beginsAnewAfterTheWindow() {
        Group group = place(Optional.empty(), imported("Harbour Lights S02E04 “A”"), START)
                .group();

        assertThat(place(Optional.of(group), imported("Harbour Lights S02E05 “B”"), START.plusSeconds(20)))
                .isInstanceOf(Placement.Joins.class);
        assertThat(place(Optional.of(group), imported("Harbour Lights S02E05 “B”"), START.plusSeconds(21)))
                .isInstanceOf(Placement.Alone.class);
    }

    @Test
    void gathersMonitorsFromTheSixthOn() {
        List<Notice> down = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            down.add(monitor(i));
        }

        List<Placement> places = placed(down);

        assertThat(places.subList(0, 5)).allSatisfy(place -> {
            assertThat(place).isInstanceOf(Placement.Alone.class);
            assertThat(place.group().gathered()).isFalse();
        });
        Notice six = ((Placement.Gathers) places.get(5)).shown();
        assertThat(six.title()).isEqualTo("🔴 6 monitors – down");
        assertThat(six.lines()).hasSize(6).startsWith("Monitor 1: no answer");
        Notice twelve = ((Placement.Joins) places.get(11)).shown();
        assertThat(twelve.lines()).hasSize(11).endsWith("+2 more");
    }

    /** The hook's window is for episodes and records. */
    @Test
    void gathersMonitorsOfThirtySeconds() {
        Optional<Group> five = Optional.empty();
        for (int i = 1; i <= 5; i++) {
            five = Optional.of(place(five, monitor(i), START).group());
        }
        assertThat(place(five, monitor(6), START.plusSeconds(30))).isInstanceOf(Placement.Gathers.class);
        assertThat(place(five, monitor(6), START.plusSeconds(31))).isInstanceOf(Placement.Alone.class);
    }

    private static Notice monitor(int number) {
        return Notice.of("uptime-kuma", "uptime-kuma.down", Level.ERROR, "🔴", "Monitor " + number, "down")
                .lines(List.of("no answer"))
                .correlation(Correlation.of(String.valueOf(number), Transition.OPEN));
    }

    @Test
    void lastsAsJson() {
        Group group = place(Optional.empty(), imported("Harbour Lights S02E04 “A”"), START)
                .group();

        assertThat(Json.read(Json.parse(Json.text(group)), Group.class)).isEqualTo(group);
    }

    private static List<Placement> placed(List<Notice> notices) {
        List<Placement> places = new ArrayList<>();
        Optional<Group> group = Optional.empty();
        for (int i = 0; i < notices.size(); i++) {
            places.add(place(group, notices.get(i), START.plusSeconds(i)));
            group = Optional.of(places.getLast().group());
        }
        return places;
    }

    private static Placement place(Optional<Group> group, Notice notice, Instant now) {
        assertThat(Grouping.name(notice)).isPresent();
        return Grouping.place(group, notice, now, WINDOW);
    }

    private static Notice together(String first, String second) {
        return Together.of(List.of(imported(first), imported(second))).orElseThrow();
    }

    private static Notice imported(String subject) {
        return Notice.of("sonarr", "sonarr.download", Level.OK, "✅", subject, "imported")
                .lines(List.of("WEBDL-1080p · 2.0 GiB"))
                .links(List.of(new Link("IMDb", URI.create("https://www.imdb.com/title/tt13579246/"))))
                .correlation(Correlation.of("hash", Transition.CLOSE).group("Harbour Lights"));
    }

    private static Notice lasting(String happened) {
        return Notice.of("uptime-kuma", "uptime-kuma.up", Level.OK, "🟢", "Site: web", happened)
                .correlation(Correlation.of("1", Transition.CLOSE).group("monitors"));
    }

    private static Notice album(String subject) {
        return Notice.of("lidarr", "lidarr.grab", Level.INFO, "⬇️", subject, "grabbed")
                .lines(List.of("FLAC · 380 MiB"))
                .correlation(Correlation.of(subject, Transition.OPEN).group("Low Pines"));
    }

    private static Notice subtitles(String language) {
        return Notice.of(
                "bazarr",
                "bazarr.downloaded",
                Level.OK,
                "💬",
                "Harbour Lights S02E04 “Slack Water”",
                language + " subtitles downloaded");
    }
}
