package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.node.ObjectNode;

class SeerrTest {
    private static final Context OWN = new Context(
            "media", Sample.RECEIVED, Map.of("seerr", URI.create("https://requests.example.org/")), false, false);

    @Test
    void linksToTheGuildsOwnServerWhereItsAddressIsKnown() {
        assertThat(own("MEDIA_AVAILABLE")).isEqualTo("https://requests.example.org/movie/912345");
        assertThat(own("MEDIA_AVAILABLE_tv")).isEqualTo("https://requests.example.org/tv/157890");
        assertThat(own("ISSUE_CREATED")).isEqualTo("https://requests.example.org/issues/31");
    }

    @Test
    void anIssueIsReopenedUnderTheSameKey() {
        ObjectNode payload = (ObjectNode) new Sample("seerr", "ISSUE_CREATED").payload();
        payload.put("notification_type", "ISSUE_REOPENED");

        Notice notice = of(payload).message();

        assertThat(notice.title()).isEqualTo("🐞 Harbour Lights (2023) S02E04 – video issue reopened by bob");
        assertThat(notice.event()).isEqualTo("seerr.issue-reopened");
        assertThat(notice.correlation()).contains(Correlation.of("issue:31", Transition.OPEN));
    }

    @Test
    void anIssueOfAnotherKindHasNoKindAndAFilmNoPlace() {
        ObjectNode payload = (ObjectNode) new Sample("seerr", "ISSUE_CREATED").payload();
        payload.withObject("issue").put("issue_type", "OTHER");
        payload.putArray("extra").addObject().put("name", "Affected Season").put("value", "2");
        assertThat(of(payload).message().title()).isEqualTo("🐞 Harbour Lights (2023) S02 – issue reported by bob");

        payload.putArray("extra");
        payload.withObject("issue").put("issue_type", "SUBTITLES").put("reportedBy_username", "");
        assertThat(of(payload).message().title()).isEqualTo("🐞 Harbour Lights (2023) – subtitle issue reported");
    }

    @Test
    void tellsWhoIsWaitingOnlyWhenItIsThere() {
        assertThat(rendered("MEDIA_AVAILABLE").requester()).contains("alice");
        assertThat(rendered("MEDIA_AVAILABLE_tv").requester()).isEmpty();
        assertThat(rendered("MEDIA_PENDING").requester()).isEmpty();
    }

    @Test
    void whatIsMissingLeavesNoTrace() {
        ObjectNode payload = (ObjectNode) new Sample("seerr", "MEDIA_PENDING_4k").payload();
        payload.putNull("request");
        payload.put("message", "").put("image", "");
        payload.withObject("media").put("tmdbId", "");

        assertThat(Sample.body(of(payload).message())).isEqualTo("📝 The Glass Orchard (2025) – requested in 4K");
        assertThat(of(payload).message().correlation()).isEmpty();
    }

    @Test
    void neverShowsMoreOfAPersonThanTheName() {
        Sample.all().stream()
                .filter(sample -> sample.service().equals("seerr"))
                .forEach(sample -> assertThat(Sample.body(sample.rendered().message())
                                + Sample.html(sample.rendered().message()))
                        .doesNotContain("@", "gravatar", "avatarproxy"));
    }

    @Test
    void anUnknownNotificationIsACard() {
        assertThat(of(Json.parseObject(
                                "{\"notification_type\":\"MEDIA_LOST\",\"subject\":\"A film\",\"x_email\":\"a@example.org\"}"))
                        .message()
                        .title())
                .isEqualTo("📮 ci – A film");
    }

    private static String own(String sample) {
        return Seerr.of(new Sample("seerr", sample).payload(), Optional.empty(), OWN)
                .message()
                .links()
                .getFirst()
                .to()
                .toString();
    }

    private static Rendered rendered(String sample) {
        return new Sample("seerr", sample).rendered();
    }

    private static Rendered of(ObjectNode payload) {
        return Seerr.of(payload, Optional.empty(), Sample.CONTEXT);
    }
}
