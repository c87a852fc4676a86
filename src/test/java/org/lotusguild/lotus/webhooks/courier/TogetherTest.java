package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.courier.CourierBed.Arrived;
import tools.jackson.databind.node.ObjectNode;

/** What stands together with something else: in the thread of a stream, or in the message of a group. */
class TogetherTest {
    private static final String STREAM = """
            hooks:
              - name: stream
                lifecycle: LIFECYCLE
                rooms: [{room: "!room:example.org", events: {owncast.chat: true}}]
            """;

    @TempDir
    Path folder;

    private Optional<CourierBed> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(CourierBed::close);
    }

    @Test
    void chatStandsInTheThreadOfTheLiveStreamOnlyAndIsTakenBack() throws Exception {
        List<Arrived> events = arrived(
                STREAM.replace("LIFECYCLE", "edit+thread"),
                CourierBed.sample("owncast/STREAM_STARTED.json"),
                chat("first"),
                CourierBed.sample("owncast/STREAM_STOPPED.json"),
                chat("second"),
                visibility(false, "first"),
                visibility(true, "second"));

        assertThat(events.get(1).body()).startsWith("💬 quietOtter: ");
        assertThat(events.get(1).target()).isEqualTo(events.getFirst().id().value());
        assertThat(events.get(1).relation()).contains("m.thread");
        assertThat(events.get(4).body()).startsWith("💬 quietOtter: ");
        assertThat(events.get(4).relation()).as("after the end").isEmpty();
        assertThat(events).hasSize(6);
        assertThat(events.get(5).type()).isEqualTo("m.room.redaction");
    }

    @Test
    void hidingMessagesPostsNothingWhereNothingIsKept() throws Exception {
        assertThat(arrived(STREAM.replace("LIFECYCLE", "off"), chat("first"), visibility(false, "first")))
                .extracting(Arrived::body)
                .containsExactly("💬 quietOtter: hello *everyone* :beerparrot:");
    }

    @Test
    void whatHasNoKeyStandsOnlyWithItsGroup() throws Exception {
        List<Arrived> events = arrived(
                """
                hooks:
                  - name: media
                    rooms: [{room: "!room:example.org"}]
                """,
                subtitles("Harbour Lights (2023) - S02E04 - A"),
                subtitles("Another Show (2020) - S01E01 - B"),
                subtitles("Harbour Lights (2023) - S02E05 - C"),
                subtitles("The Glass Orchard (2025)"));

        assertThat(events).hasSize(4);
        assertThat(events.get(1).relation()).isEmpty();
        assertThat(events.get(2).relation()).contains("m.replace");
        assertThat(events.get(2).target()).isEqualTo(events.getFirst().id().value());
        assertThat(events.get(2).now())
                .startsWith("💬 Harbour Lights (2023) S02E04–E05 – English subtitles downloaded");
        assertThat(events.get(3).relation()).isEmpty();
    }

    @Test
    void whatJoinsAGroupWhoseMessageWasTakenAwayIsANewMessage() throws Exception {
        CourierBed bed = new CourierBed(folder, "hooks: [{name: media, rooms: [{room: \"!room:example.org\"}]}]");
        open = Optional.of(bed);
        bed.redacts = true;
        try (CourierBed.Running process = bed.process()) {
            for (String item : List.of("S02E04 - A", "S02E05 - C")) {
                bed.accept("media", subtitles("Harbour Lights (2023) - " + item));
                bed.awaitDone();
            }
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.relation()).isEmpty());
        assertThat(bed.arrived(CourierBed.ROOM).getLast().body())
                .startsWith("💬 Harbour Lights (2023) S02E04–E05 – English subtitles downloaded");
    }

    private List<Arrived> arrived(String yaml, String... payloads) throws Exception {
        CourierBed bed = new CourierBed(folder, yaml);
        open = Optional.of(bed);
        try (CourierBed.Running process = bed.process()) {
            for (String payload : payloads) {
                bed.accept(yaml.contains("media") ? "media" : "stream", payload);
                bed.awaitDone();
            }
        }
        return bed.arrived(CourierBed.ROOM);
    }

    private static String chat(String id) {
        ObjectNode payload = Json.parseObject(CourierBed.sample("owncast/CHAT.json"));
        payload.withObject("eventData").put("id", id);
        return Json.text(payload);
    }

    private static String visibility(boolean visible, String id) {
        ObjectNode payload = Json.parseObject(CourierBed.sample("owncast/VISIBILITY-UPDATE.json"));
        payload.withObject("eventData").put("visible", visible).putArray("ids").add(id);
        return Json.text(payload);
    }

    private static String subtitles(String item) {
        return Json.text(Json.object()
                .put("title", "Bazarr notification")
                .put("message", item + " : English subtitles downloaded from subdl with a score of 90%.")
                .put("type", "info"));
    }
}
