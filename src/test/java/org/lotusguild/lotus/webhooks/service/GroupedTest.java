package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.calm.Group;
import org.lotusguild.lotus.webhooks.calm.Grouping;
import org.lotusguild.lotus.webhooks.calm.Placement;
import org.lotusguild.lotus.webhooks.notice.Notice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What formatters say fits together in one message. */
class GroupedTest {

    @Test
    void theEpisodesOfASeasonAreOneMessage() {
        assertThat(Sample.body(together(4, 8, GroupedTest::episode))).isEqualTo("""
                ✅ Harbour Lights S02E04–E08 – imported
                WEBDL-1080p · h264 · EAC3 5.1 · Subtitles eng, fre
                https://www.imdb.com/title/tt13579246/""");
    }

    @Test
    void theFilesOfASeasonThatGoAreOneMessage() {
        assertThat(together(1, 2, number -> {
                            ObjectNode payload = episode(number);
                            payload.put("eventType", "EpisodeFileDelete").put("deleteReason", "missingFromDisk");
                            return payload;
                        })
                        .title())
                .isEqualTo("🗑️ Harbour Lights S02E01–E02 – file removed");
    }

    @Test
    void theSubtitlesOfASeasonAreOneMessage() {
        assertThat(Sample.body(together(
                        9,
                        11,
                        number -> Json.object()
                                .put("title", "Bazarr notification")
                                .put(
                                        "message",
                                        "Harbour Lights (2023) - S02E%02d - T : English subtitles downloaded"
                                                        .formatted(number)
                                                + " from subdl with a score of 9" + number + "%.")
                                .put("type", "info"))))
                .isEqualTo("💬 Harbour Lights (2023) S02E09–E11 – English subtitles downloaded\nsubdl");
    }

    @Test
    void theAlbumsOfAnArtistAreOneMessage() {
        assertThat(together(1, 2, number -> {
                            ObjectNode payload = (ObjectNode) new Sample("lidarr", "Download").payload();
                            payload.withObject("album").put("title", "Part " + number);
                            return payload;
                        })
                        .title())
                .isEqualTo("✅ Low Pines (2 albums) – imported");
    }

    private static ObjectNode episode(int number) {
        ObjectNode payload = (ObjectNode) new Sample("sonarr", "Download").payload();
        payload.put("downloadId", String.valueOf(number));
        ((ObjectNode) payload.path("episodes").get(0)).put("episodeNumber", number);
        return payload;
    }

    private static Notice together(int from, int to, IntFunction<? extends JsonNode> payload) {
        List<Notice> notices = IntStream.rangeClosed(from, to)
                .mapToObj(number ->
                        Sample.rendered(payload.apply(number), Optional.empty()).message())
                .toList();
        Optional<Group> group = Optional.empty();
        Notice shown = notices.getFirst();
        for (Notice notice : notices) {
            assertThat(Grouping.name(notice)).isEqualTo(Grouping.name(shown)).isPresent();
            Placement placement = Grouping.place(group, notice, Sample.RECEIVED, Duration.ofSeconds(20));
            group = Optional.of(placement.group());
            if (placement instanceof Placement.Joins(Group _, Notice all)) {
                shown = all;
            }
        }
        return shown;
    }
}
