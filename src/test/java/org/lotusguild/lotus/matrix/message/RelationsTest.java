package org.lotusguild.lotus.matrix.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Block.Line;
import tools.jackson.databind.node.ObjectNode;

class RelationsTest {
    private static final EventId ROOT = EventId.parse("$root");
    private static final EventId TRIGGER = EventId.parse("$trigger");

    private final ObjectNode pong =
            MessageContent.notice(Doc.of(Line.of(Span.mention(UserId.parse("@a:example.org"), "A"))));

    @Test
    void repliesWithoutTouchingTheGivenContent() {
        ObjectNode reply = Relations.reply(pong, TRIGGER);

        assertThat(reply.path("m.relates_to").toString()).isEqualTo("{\"m.in_reply_to\":{\"event_id\":\"$trigger\"}}");
        assertThat(pong.has("m.relates_to")).isFalse();
    }

    @Test
    void repliesInsideAThread() {
        assertThat(Relations.threadReply(pong, ROOT, TRIGGER)
                        .path("m.relates_to")
                        .toString())
                .isEqualTo("{\"rel_type\":\"m.thread\",\"event_id\":\"$root\",\"is_falling_back\":false,"
                        + "\"m.in_reply_to\":{\"event_id\":\"$trigger\"}}");
    }

    @Test
    void editsWithAFallbackAndWithoutNotifyingAgain() {
        ObjectNode edit = Relations.edit(Relations.reply(pong, TRIGGER), ROOT);

        assertThat(Json.string(edit, "body")).contains("* A");
        assertThat(edit.path("m.mentions").isEmpty()).isTrue();
        assertThat(edit.path("m.new_content")).isEqualTo(pong);
        assertThat(edit.path("m.relates_to").toString())
                .isEqualTo("{\"rel_type\":\"m.replace\",\"event_id\":\"$root\"}");
    }

    @Test
    void reacts() {
        assertThat(Relations.reaction(TRIGGER, "✅").toString())
                .isEqualTo(
                        "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"$trigger\",\"key\":\"✅\"}}");
    }
}
