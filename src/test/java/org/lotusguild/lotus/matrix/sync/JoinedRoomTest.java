package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class JoinedRoomTest {
    private static final String HOME = "!home:example.org";
    private static final String BUSY = "!busy:example.org";
    private static final String MESSAGES = "/_matrix/client/v3/rooms/.*/messages";
    private static final int OLD = 10_000;

    @TempDir
    Path folder;

    @Test
    void ofARoomWithTenThousandOldMessagesNoneIsHeard() throws Exception {
        try (SyncBed bed = new SyncBed(folder)) {
            bed.settled(HOME);
            bed.server.on("GET", MESSAGES, asked -> page(asked, List.of()));
            ObjectNode[] timeline = IntStream.range(0, 50)
                    .mapToObj(n -> n == 40 ? join() : Told.message((n < 40 ? "$old" : "$new") + n, "!ping"))
                    .toArray(ObjectNode[]::new);

            bed.take(Told.answer("s2").limited(BUSY, "0", timeline));

            Await.until(() -> bed.heard.size() == 10);
            assertThat(bed.heardIds().getFirst()).isEqualTo("$join");
            assertThat(bed.heardIds()).noneMatch(id -> id.startsWith("$old"));
            assertThat(bed.server.asked("GET", MESSAGES)).isEmpty();
        }
    }

    @Test
    void norIsAnyWhenSoMuchWasSaidSinceThatTheJoinIsNoLongerInTheTimeline() throws Exception {
        try (SyncBed bed = new SyncBed(folder)) {
            bed.settled(HOME);
            bed.server.on("GET", MESSAGES, asked -> page(asked, List.of(Told.message("$new1", "!ping"), join())));

            bed.take(Told.answer("s2").limited(BUSY, "0", Told.message("$new2", "!ping")));

            Await.until(() -> bed.heard.size() == 3);
            assertThat(bed.heardIds()).containsExactly("$join", "$new1", "$new2");
            assertThat(bed.server.asked("GET", MESSAGES)).hasSize(1);
        }
    }

    private static ObjectNode join() {
        return Told.before(Told.member("$join", SyncBed.SELF.value(), "join"), "invite");
    }

    /** Newest first; the position is how many old messages were shown. */
    private static Answer page(Asked asked, List<ObjectNode> newest) {
        int from = Integer.parseInt(asked.query().getOrDefault("from", "0"));
        ObjectNode page = Json.object();
        ArrayNode chunk = page.putArray("chunk");
        if (from == 0) {
            newest.forEach(chunk::add);
        }
        for (int n = from; n < Math.min(OLD, from + 100); n++) {
            chunk.add(Told.message("$old" + n, "!ping"));
        }
        return Answer.json(from + 100 < OLD ? page.put("end", Integer.toString(from + 100)) : page);
    }
}
