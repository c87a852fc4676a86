package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;

class BazarrTest {

    @Test
    void keepsWhatBelongsToTheLanguage() {
        assertThat(
                        said("Show (2023) - S01E02 - A : B - C : Portuguese (Brazil) HI subtitles downloaded from subdl with a score of 80%.")
                                .title())
                .isEqualTo("💬 Show (2023) S01E02 “A : B - C” – Portuguese (Brazil) HI subtitles downloaded");
    }

    @Test
    void anEpisodeWithoutATitleHasNone() {
        assertThat(said("Show (2023) - S01E02 : English subtitles upgraded from subdl with a score of 80%.")
                        .title())
                .isEqualTo("💬 Show (2023) S01E02 – English subtitles upgraded");
    }

    @Test
    void standsTogetherWithTheOthersOfItsSeason() {
        assertThat(said("Show (2023) - S01E02 - A : English subtitles downloaded from subdl with a score of 80%.")
                        .correlation())
                .contains(Correlation.together("Show (2023) S01"));
    }

    @Test
    void aSentenceThatNobodyKnowsStandsForItself() {
        Notice notice = said("Provider subdl was throttled for 10 minutes.");

        assertThat(Sample.body(notice)).isEqualTo("💬 Provider subdl was throttled for 10 minutes");
        assertThat(notice.event()).isEqualTo("bazarr.message");
        assertThat(notice.level()).isEqualTo(Level.INFO);
        assertThat(of("{\"title\":\"Bazarr notification\",\"message\":\"It broke\",\"type\":\"failure\"}")
                        .level())
                .isEqualTo(Level.ERROR);
    }

    @Test
    void neverTakesLongOverALongSentence() {
        assertThat(said(" : ".repeat(5_000) + "English subtitles downloaded from " + "a".repeat(5_000))
                        .title())
                .isNotEmpty();
    }

    private static Notice said(String sentence) {
        return of(Json.object()
                .put("title", "Bazarr notification")
                .put("message", sentence)
                .toString());
    }

    private static Notice of(String payload) {
        return Bazarr.of(Json.parse(payload), Optional.empty(), Sample.CONTEXT).message();
    }
}
