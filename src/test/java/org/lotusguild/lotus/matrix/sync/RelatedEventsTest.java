package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.Answer;
import tools.jackson.databind.node.ObjectNode;

class RelatedEventsTest {
    @TempDir
    Path folder;

    private SyncBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new SyncBed(folder);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void asksForEveryPageOfWhatPointsAtAnEvent() {
        ObjectNode reaction = Json.object();
        reaction.putObject("m.relates_to")
                .put("rel_type", "m.annotation")
                .put("event_id", "$poll")
                .put("key", "👍");
        bed.server.on("GET", "/_matrix/client/v1/rooms/.*/relations/.*", asked -> {
            boolean second = "p2".equals(asked.query().get("from"));
            ObjectNode page = Json.object();
            page.putArray("chunk").add(Told.event(second ? "$old" : "$new", "m.reaction", reaction));
            return Answer.json(second ? page : page.put("next_batch", "p2"));
        });
        List<Incoming> related = bed.rooms().related(RoomId.parse("!room"), EventId.parse("$poll"), "m.annotation");
        assertThat(related).extracting(event -> event.meta().id().value()).containsExactly("$old", "$new");
        assertThat(related.getFirst()).isInstanceOf(Incoming.Reaction.class);
    }

    @Test
    void readsOneEventOrTellsThatThereIsNone() {
        bed.server.on("GET", "/_matrix/client/v3/rooms/.*/event/.*", Answer.json(Told.message("$one", "words of old")));
        assertThat(bed.rooms().event(RoomId.parse("!room"), EventId.parse("$one")))
                .get()
                .isInstanceOfSatisfying(
                        Incoming.Message.class,
                        message -> assertThat(message.body()).isEqualTo("words of old"));
        bed.server.on("GET", "/_matrix/client/v3/rooms/.*/event/.*", Answer.error(404, "M_NOT_FOUND", "not found"));
        assertThat(bed.rooms().event(RoomId.parse("!room"), EventId.parse("$two")))
                .isEmpty();
    }
}
