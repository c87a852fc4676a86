package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.message;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import tools.jackson.databind.node.ObjectNode;

class RoomHistoryTest {
    private static final String ROOM = "!room";
    private static final String MESSAGES = "/_matrix/client/v3/rooms/.*/messages";

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

    private List<Incoming> newest(ObjectNode... newestFirst) {
        ObjectNode page = Json.object();
        List.of(newestFirst).forEach(page.putArray("chunk")::add);
        bed.server.next("GET", MESSAGES, Answer.json(page));
        IncomingParser parser = new IncomingParser(() -> bed.now, Duration.ofMinutes(2));
        return new RoomHistory(bed.api, bed.machine, bed.courier, parser, () -> bed.now, bed.skipped)
                .newest(RoomId.parse(ROOM), 20);
    }

    @Test
    void answersTheNewestEventsOldestFirst() {
        assertThat(newest(message("$2", "b"), message("$1", "a")))
                .extracting(e -> e.meta().id().value())
                .containsExactly("$1", "$2");
        Asked asked = bed.server.asked("GET", MESSAGES).getFirst();
        assertThat(asked.query())
                .containsEntry("dir", "b")
                .containsEntry("limit", "20")
                .doesNotContainKey("from");
    }

    @Test
    void readsWhatItHasTheKeyOfAndTellsTheRestWhenTheKeyComes() throws Exception {
        bed.settled(ROOM);
        ObjectNode sealed = ReadingMachine.encrypted(message("$1", "secret"), "S");
        assertThat(newest(sealed)).singleElement().isInstanceOf(Incoming.Undecryptable.class);
        bed.take(answer("s2").toDevice(ReadingMachine.key("S")));
        Await.until(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst())
                .isInstanceOfSatisfying(
                        Incoming.Message.class, m -> assertThat(m.body()).isEqualTo("secret"));
        assertThat(newest(sealed)).singleElement().isInstanceOf(Incoming.Message.class);
    }

    @Test
    void leavesOutWhatIsMalformedAndDoesNotDecryptWhatWasRemoved() {
        ObjectNode removed = ReadingMachine.encrypted(message("$2", "gone"), "S");
        removed.set("content", Json.object());
        removed.putObject("unsigned").putObject("redacted_because");
        ObjectNode broken = message("$3", "x");
        broken.remove("sender");
        assertThat(newest(broken, removed, message("$1", "a")))
                .filteredOn(e -> !(e instanceof Incoming.Unknown))
                .extracting(e -> e.meta().id().value())
                .containsExactly("$1");
    }
}
