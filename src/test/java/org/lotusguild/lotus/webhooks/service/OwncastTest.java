package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class OwncastTest {

    @Test
    void theEndTellsOfTheMostViewersThatAnybodySaw() {
        JsonNode stopped = new Sample("owncast", "STREAM_STOPPED").payload();
        Notice live = new Sample("owncast", "STREAM_STARTED").rendered().message();

        assertThat(of(stopped, Optional.of(new Root(Sample.RECEIVED, 3, 15, live)))
                        .lines())
                .containsExactly("Friday night build · Up to 15 viewers");
        assertThat(of(stopped, Optional.of(new Root(Sample.RECEIVED, 3, 1, live)))
                        .lines())
                .containsExactly("Friday night build · Up to 1 viewer");
        assertThat(new Sample("owncast", "STREAM_TITLE_UPDATED").rendered().best())
                .isEqualTo(15);
    }

    @Test
    void anOlderServerSendsNeitherStatusNorAddress() {
        assertThat(body("""
                {"type":"STREAM_STOPPED","eventData":{"id":"x","name":"Example TV","streamTitle":"","summary":"s"}}""")).isEqualTo("⏹️ Example TV – stream ended");
        assertThat(body("""
                {"type":"STREAM_STARTED","eventData":{"id":"x","name":"Example TV","streamTitle":"","summary":""}}""")).isEqualTo("🔴 Example TV – live");
    }

    @Test
    void aScheduledEventOpensBeginsAndEnds() {
        ObjectNode payload = (ObjectNode) new Sample("owncast", "SCHEDULED_EVENT_lowconfidence").payload();
        payload.withObject("eventData").put("action", "started");
        Notice begun = of(payload, Optional.empty());
        payload.withObject("eventData").put("action", "ended");
        Notice over = of(payload, Optional.empty());
        payload.put("type", "SOMETHING_NEW").withObject("eventData").put("action", "1-hour-warning");

        assertThat(begun.title()).isEqualTo("📅 Friday night build – has begun");
        assertThat(begun.correlation()).contains(Correlation.of("event:Ev1a2b3c", Transition.UPDATE));
        assertThat(over.title()).isEqualTo("📅 Friday night build – is over");
        assertThat(over.correlation()).contains(Correlation.of("event:Ev1a2b3c", Transition.CLOSE));
        assertThat(of(payload, Optional.empty()).title()).isEqualTo("📅 Friday night build – in 1 hour");
    }

    @Test
    void chatStandsInTheThreadOfTheStreamAndIsTakenBackById() {
        Notice said = new Sample("owncast", "CHAT").rendered().message();
        Notice hidden = new Sample("owncast", "VISIBILITY-UPDATE").rendered().message();

        assertThat(said.correlation())
                .contains(Correlation.of("chat:j-rXteG7R", Transition.OPEN).in("live"));
        assertThat(hidden.correlation().orElseThrow().transition()).isEqualTo(Transition.REDACT);
        assertThat(hidden.correlation().orElseThrow().keys()).containsExactly("chat:-Zzltt74g", "chat:rvd2ppn4g");
        ObjectNode shown = (ObjectNode) new Sample("owncast", "VISIBILITY-UPDATE").payload();
        shown.withObject("eventData").put("visible", true);
        assertThat(of(shown, Optional.empty()).correlation().orElseThrow().keys())
                .isEmpty();
    }

    @Test
    void aLongSpeechStandsBelowTheName() {
        ObjectNode payload = (ObjectNode) new Sample("owncast", "CHAT").payload();
        payload.withObject("eventData").put("rawBody", "word ".repeat(40));

        assertThat(Sample.body(of(payload, Optional.empty())))
                .isEqualTo("💬 quietOtter\n" + "word ".repeat(40).strip());
    }

    @Test
    void aFollowerIsNamedWithoutTheHandle() {
        assertThat(
                        body(
                                "{\"type\":\"FEDIVERSE_ENGAGEMENT_FOLLOW\",\"eventData\":{\"name\":\"Ada\",\"username\":\"ada@social.example.org\"}}"))
                .isEqualTo("🐘 Ada – follows from the fediverse");
        assertThat(
                        body(
                                "{\"type\":\"FEDIVERSE_ENGAGEMENT_FOLLOW\",\"eventData\":{\"username\":\"@ada@social.example.org\"}}"))
                .doesNotContain("social")
                .endsWith("– follows from the fediverse");
        assertThat(of(Json.parse("{\"type\":\"FEDIVERSE_ENGAGEMENT_FOLLOW\",\"eventData\":{}}"), Optional.empty())
                        .level())
                .isEqualTo(Level.INFO);
    }

    private static String body(String payload) {
        return Sample.body(of(Json.parse(payload), Optional.empty()));
    }

    private static Notice of(JsonNode payload, Optional<Root> root) {
        return Owncast.of(payload, root, Sample.CONTEXT).message();
    }
}
