package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.matrix.sync.Told.answer;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.fake.Answer;

/** The process stops while an invite is being answered. */
class InvitesAtStopTest extends OnSyncBed {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();

    /** As a join that takes as long as a far homeserver likes. */
    private InvitePolicy.Answer forever() {
        asked.countDown();
        try {
            new CountDownLatch(1).await();
            return InvitePolicy.Answer.JOIN;
        } catch (InterruptedException e) {
            ended.set(true);
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void endsTheAnswerBeforeTheDatabaseIsClosedAndGivesItAfterTheNextStart() throws Exception {
        bed.settled(ROOM);
        bed.policy = (room, inviter, direct) -> forever();
        try (HeardLog log = new HeardLog(Level.WARN)) {
            bed.take(answer("s2").invited("!a", "@bob:example.org", false).invited("!b", "@bob:example.org", false));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            bed.loop.close(Duration.ofSeconds(4));
            assertThat(ended).as("ended when the loop is closed").isTrue();
            assertThat(log.lines("")).isEmpty();
        }
        assertThat(open()).isEqualTo(2);
        bed.policy = (room, inviter, direct) -> InvitePolicy.Answer.JOIN;
        bed.server.on("POST", ".*/join/.*", Answer.json(Map.of("room_id", "!a")));
        bed.loop = bed.loop();
        bed.take(answer("s3"));
        Await.until(() -> open() == 0);
    }

    private long open() {
        return bed.database.read(
                tx -> new RoomStore(SyncBed.SELF).unansweredInvites(tx).size());
    }
}
