package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.before;
import static org.lotusguild.lotus.matrix.sync.Told.member;
import static org.lotusguild.lotus.matrix.sync.Told.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import tools.jackson.databind.node.ObjectNode;

/** What a limited timeline left out is fetched, within bounds. */
class SyncGapTest extends OnSyncBed {
    @Test
    void fillsAGapInOrderUpToTheKnownEvent() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, message("$1", "known")));
        bed.server.next(
                "GET",
                MESSAGES,
                page("p2", message("$5", "e"), message("$4", "d")),
                page("p3", message("$3", "c"), message("$2", "b"), message("$1", "known"), message("$0", "x")));
        bed.take(answer("s3").limited(ROOM, "p1", message("$6", "f"), message("$7", "g")));
        Await.until(() -> bed.heard.size() == 7);
        assertThat(bed.heardIds()).containsExactly("$1", "$2", "$3", "$4", "$5", "$6", "$7");
        Asked first = bed.server.asked("GET", MESSAGES).getFirst();
        assertThat(first.query())
                .containsEntry("dir", "b")
                .containsEntry("from", "p1")
                .containsEntry("to", "s2")
                .containsEntry("limit", "100");
    }

    @Test
    void fillsAGapOfARoomThatIsNewToUsUpToOurJoin() throws Exception {
        bed.settled(ROOM);
        bed.server.next(
                "GET",
                MESSAGES,
                page("p2", message("$2", "b"), before(member("$join", SELF, "join"), "invite"), message("$0", "x")));
        bed.take(answer("s2").limited("!other", "p1", message("$3", "c")));
        Await.until(() -> bed.heard.size() == 3);
        assertThat(bed.heardIds()).containsExactly("$join", "$2", "$3");
    }

    @Test
    void dropsWhatIsOlderThanAThousandEvents() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", MESSAGES, asked -> {
            int page = Integer.parseInt(asked.query().get("from"));
            ObjectNode[] events = IntStream.range(0, 100)
                    .mapToObj(i -> message("$" + page + "-" + i, "x"))
                    .toArray(ObjectNode[]::new);
            return page(Integer.toString(page + 1), events);
        });
        bed.take(answer("s2").limited(ROOM, "0", message("$new", "x")));
        Await.until(() -> bed.heard.size() == 1001);
        assertThat(bed.heardIds().getFirst()).isEqualTo("$9-99");
        assertThat(bed.heardIds().getLast()).isEqualTo("$new");
    }

    @Test
    void goesOnWithoutTheGapWhenTheHomeserverDoesNotShowIt() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", MESSAGES, Answer.error(403, "M_FORBIDDEN", "no"));
        bed.take(answer("s2").limited(ROOM, "p1", message("$1", "x")));
        Await.until(() -> bed.heard.size() == 1);
    }

    @Test
    void goesOnWithoutAGapThatIsNeverAnswered() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", MESSAGES, new Answer.Broken());
        bed.take(answer("s2").limited(ROOM, "p1", message("$1", "x")));
        Await.until(() -> bed.heardIds().contains("$1"));
    }

    /** Forty rooms of a homeserver that is unwell must not keep sync from going on for hours, nor one room take the others' events. */
    @Test
    void asksEachRoomOnceAfterTheTimeForAllIsOverAndNoneAfterAnotherFailure() throws Exception {
        bed.settled(ROOM);
        Instant begun = bed.now;
        bed.server.on("GET", MESSAGES, asked -> {
            bed.now = begun.plus(Duration.ofMinutes(6));
            return asked.path().contains("other") ? page("p2", message("$missed", "x")) : Answer.page(500);
        });
        bed.take(answer("s2")
                .limited(ROOM, "p1", message("$1", "x"))
                .limited("!other", "p1", message("$2", "x"))
                .limited("!third", "p1", message("$3", "x"))
                .limited("!fourth", "p1", message("$4", "x")));
        Await.until(() -> bed.heardIds().containsAll(List.of("$1", "$missed", "$2", "$3", "$4")));
        assertThat(bed.server.asked("GET", MESSAGES).stream().map(Asked::path))
                .areExactly(1, new Condition<>(path -> path.contains("other"), "of the second room"))
                .areExactly(1, new Condition<>(path -> path.contains("third"), "of the third room"))
                .noneMatch(path -> path.contains("fourth"));
    }

    @Test
    void asksForNoGapTenMinutesAfterTheFirst() throws Exception {
        bed.settled(ROOM);
        bed.server.on("GET", MESSAGES, asked -> {
            bed.now = bed.now.plus(Duration.ofMinutes(6));
            return page("p2", message("$before-" + asked.path(), "x"));
        });
        bed.take(answer("s2")
                .limited(ROOM, "p1", message("$1", "x"))
                .limited("!other", "p1", message("$2", "x"))
                .limited("!third", "p1", message("$3", "x")));
        Await.until(() -> bed.heardIds().containsAll(List.of("$1", "$2", "$3")));
        assertThat(bed.server.asked("GET", MESSAGES)).hasSize(2);
    }
}
