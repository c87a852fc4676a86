package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.fake.Answer;
import tools.jackson.databind.node.ObjectNode;

class UpgradeTest {
    private static final String OLD = "!old:example.org";
    private static final String NEXT = "!0123456789012345678901234567890123456789012";
    private static final String JOIN = "/_matrix/client/v3/join/.*";
    private static final String LEAVE = "/_matrix/client/v3/rooms/.*/leave";
    private static final String CREATE = "/_matrix/client/v3/rooms/.*/state/m.room.create/";

    @TempDir
    Path folder;

    private final List<UserId> asked = new CopyOnWriteArrayList<>();
    private SyncBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new SyncBed(folder);
        bed.server.on("POST", JOIN, Answer.json("{\"room_id\":\"" + NEXT + "\"}"));
        bed.server.on("POST", LEAVE, Answer.ok());
        goesOnFor(OLD);
        bed.settled(OLD);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void followsToTheSuccessorOfARoomIfThePolicyTakesItsMaker() throws Exception {
        policy(InvitePolicy.Answer.JOIN);
        bed.take(Told.answer("s2").joined(OLD, tombstone(NEXT)));

        assertThat(bed.server.await(a -> a.path().matches(JOIN)).query()).containsEntry("via", "example.org");
        bed.take(Told.answer("s3")
                .joined(NEXT, Told.member("$join", SyncBed.SELF.value(), "join"), Told.message("$1", "here")));
        Await.until(() -> bed.heardIds().contains("$1"));
        assertThat(asked).containsExactly(UserId.parse("@alice:example.org"));
        assertThat(bed.directs).isEmpty();
    }

    @Test
    void staysWhereThePolicySaysNo() throws Exception {
        policy(InvitePolicy.Answer.IGNORE);
        bed.take(Told.answer("s2").joined(OLD, tombstone(NEXT)));
        Await.until(() -> !asked.isEmpty());
        bed.take(Told.answer("s3"));
        assertThat(bed.server.asked("POST", JOIN)).isEmpty();
    }

    @Test
    void theSuccessorOfADirectChatIsADirectChat() throws Exception {
        policy(InvitePolicy.Answer.JOIN);
        ObjectNode direct = Json.object();
        direct.putArray("@alice:example.org").add(OLD);
        bed.take(Told.answer("s2").accountData("m.direct", direct).joined(OLD, tombstone(NEXT)));
        bed.server.await(a -> a.path().matches(JOIN));
        assertThat(bed.directs).containsExactly(RoomId.parse(NEXT));
    }

    @Test
    void aTombstoneThatNamesNoRoomSpoilsNothing() throws Exception {
        policy(InvitePolicy.Answer.JOIN);
        bed.take(Told.answer("s2").joined(OLD, tombstone("nonsense"), tombstone(""), Told.message("$2", "still here")));
        Await.until(() -> bed.heardIds().contains("$2"));
        assertThat(asked).isEmpty();
    }

    @Test
    void leavesARoomThatDoesNotGoOnForTheOldOne() throws Exception {
        policy(InvitePolicy.Answer.JOIN);
        goesOnFor("!another:example.org");
        bed.take(Told.answer("s2").joined(OLD, tombstone(NEXT)));
        bed.server.await(a -> a.path().matches(LEAVE));
        Await.until(() -> "NO SUCCESSOR".equals(answered()));
        bed.take(Told.answer("s3").joined(NEXT, Told.member("$join", SyncBed.SELF.value(), "join")));
        bed.take(Told.answer("s4").left(NEXT));
        assertThat(bed.server.asked("POST", JOIN)).hasSize(1);
        assertThat(bed.rooms().joined()).containsExactly(RoomId.parse(OLD));
    }

    @Test
    void looksAgainWhenTheHomeserverCouldNotSayWhatTheRoomGoesOnFor() throws Exception {
        policy(InvitePolicy.Answer.JOIN);
        bed.server.on("GET", CREATE, Answer.page(502));
        bed.take(Told.answer("s2").joined(OLD, tombstone(NEXT)));
        bed.server.await(a -> a.path().matches(CREATE));
        bed.take(Told.answer("s3").joined(NEXT, Told.member("$join", SyncBed.SELF.value(), "join")));
        goesOnFor("!another:example.org");
        Await.until(() -> {
            bed.now = bed.now.plusSeconds(60);
            bed.take(Told.answer("s4"));
            return !bed.server.asked("POST", LEAVE).isEmpty();
        });
    }

    @Test
    void whatThePolicyPutsOffIsAskedAgainInAMinute() throws Exception {
        policy(InvitePolicy.Answer.LATER);
        bed.take(Told.answer("s2").joined(OLD, tombstone(NEXT)));
        Await.until(() -> asked.size() == 1);
        policy(InvitePolicy.Answer.JOIN);
        bed.now = bed.now.plusSeconds(59);
        bed.take(Told.answer("s3"));
        assertThat(bed.server.asked("POST", JOIN)).isEmpty();
        bed.now = bed.now.plusSeconds(1);
        Await.until(() -> {
            bed.take(Told.answer("s4"));
            return !bed.server.asked("POST", JOIN).isEmpty();
        });
        assertThat(asked).hasSize(2);
    }

    private String answered() {
        return bed.database
                .read(tx -> tx.sql("select answer from matrix_invite where room = :room")
                        .bind("room", NEXT)
                        .first(row -> row.optionalText("answer").orElse("")))
                .orElse("");
    }

    private void goesOnFor(String room) {
        bed.server.on("GET", CREATE, Answer.json("{\"predecessor\":{\"room_id\":\"" + room + "\"}}"));
    }

    private void policy(InvitePolicy.Answer answer) {
        bed.policy = (room, inviter, direct) -> {
            asked.add(inviter);
            return answer;
        };
    }

    private static ObjectNode tombstone(String successor) {
        return Told.state("$end", "m.room.tombstone", "", Json.object().put("replacement_room", successor));
    }
}
