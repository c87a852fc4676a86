package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.webhooks.calm.Mentions;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.render.OwnWords;
import tools.jackson.databind.node.ObjectNode;

class ContentsTest {
    private static final Mentions NOBODY = new Mentions(false, Set.of());
    private static final Notice LONG = Notice.written(
            "message",
            "message.posted",
            OwnWords.of(Json.object().put("text", "some words, <with> & for HTML\n".repeat(5_000))));

    private static ObjectNode sent(boolean encrypted, UnaryOperator<ObjectNode> asSent) {
        return Contents.of(LONG, new Contents.Look(Optional.empty(), encrypted, false), NOBODY, asSent);
    }

    private static int size(ObjectNode content) {
        return CanonicalJson.of(content).getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void leavesRoomForTheCiphertextInAnEncryptedRoom() {
        ObjectNode encrypted = sent(true, UnaryOperator.identity());
        assertThat(size(encrypted)).isBetween(30 << 10, 40 << 10);
        assertThat(Json.string(encrypted, "body").orElse("")).startsWith("some words, <with> &");
        assertThat(Json.string(encrypted, "formatted_body").orElse("")).startsWith("<p>some words, &lt;with&gt; &amp;");
        assertThat(size(sent(false, UnaryOperator.identity()))).isBetween(40 << 10, 56 << 10);
    }

    @Test
    void anEditCountsWithAllThatItCarries() {
        UnaryOperator<ObjectNode> edit = content -> Relations.edit(content, EventId.parse("$event"));
        for (boolean encrypted : List.of(true, false)) {
            assertThat(size(sent(encrypted, edit))).isLessThanOrEqualTo((encrypted ? 40 : 56) << 10);
        }
    }
}
