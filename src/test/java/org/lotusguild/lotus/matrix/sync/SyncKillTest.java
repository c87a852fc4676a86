package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Killer;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.node.ObjectNode;

/** The process dies fifty times while it takes in one sync answer with 500 events and acts on them. */
@Timeout(120)
class SyncKillTest {
    private static final int KILLS = 50;
    private static final int ROOMS = 5;
    private static final int EVENTS_A_ROOM = 100;

    @TempDir
    Path folder;

    @Test
    void fiftyKillsDuringASyncWithFiveHundredEventsLoseAndDoubleNothing() throws Exception {
        try (SyncBed bed = new SyncBed(folder)) {
            bed.database.run(
                    tx -> tx.sql("create table act (event text not null)").update());
            bed.take(Told.answer("s0").joined(room(0), Told.member("$own", SyncBed.SELF.value(), "join")));
            bed.server.on(
                    "GET",
                    "/_matrix/client/v3/sync",
                    asked -> "s0".equals(asked.query().get("since"))
                            ? Answer.json(fiveHundred().tree())
                            : new Answer.Held(new CountDownLatch(1), Answer.ok()));
            Random random = new Random(7);
            int kills = 0;
            while (kills < KILLS) {
                int uses = 1 + random.nextInt(55);
                assertThat(killedAfter(bed, uses)).as("kill %s", kills).isTrue();
                kills++;
            }
            assertThat(acts(bed)).hasSizeBetween(100, ROOMS * EVENTS_A_ROOM - 1);

            assertThat(killedAfter(bed, Integer.MAX_VALUE)).isFalse();

            List<String> acts = acts(bed);
            assertThat(acts).doesNotHaveDuplicates().hasSize(ROOMS * EVENTS_A_ROOM);
            for (int room = 0; room < ROOMS; room++) {
                String mine = "$" + room + "-";
                assertThat(acts.stream().filter(event -> event.startsWith(mine)))
                        .isEqualTo(ids(room));
            }
        }
    }

    private static boolean killedAfter(SyncBed bed, int uses) throws InterruptedException {
        Killer killer = new Killer(uses);
        Database database = killer.database(bed.database);
        SyncLoop loop = new SyncLoop(bed.parts(
                Pace.LISTENING,
                database,
                new ReadingMachine(database, SyncBed.SELF, DeviceId.parse("D")),
                (event, ack) -> database.run(tx -> {
                    tx.sql("insert into act (event) values (:event)")
                            .bind("event", event.meta().id())
                            .update();
                    ack.within(tx);
                })));
        try {
            loop.deliver();
            loop.start();
            while (!killer.awaitDeath(20) && acts(bed).size() < ROOMS * EVENTS_A_ROOM) {
                boolean stopped = !bed.stops.isEmpty();
                assertThat(!stopped || killer.struck()).isTrue();
            }
        } catch (Killer.Killed atOnce) {
            // before it had begun
        }
        loop.close(Duration.ofSeconds(2));
        bed.stops.clear();
        return killer.struck();
    }

    private static List<String> acts(SyncBed bed) {
        return bed.database.read(
                tx -> tx.sql("select event from act order by rowid").list(row -> row.text("event")));
    }

    private static Told.Answered fiveHundred() {
        Told.Answered answer = Told.answer("s1");
        for (int room = 0; room < ROOMS; room++) {
            ObjectNode own = Told.member("$own" + room, SyncBed.SELF.value(), "join");
            answer.stateAfter(room(room), own)
                    .joined(
                            room(room),
                            ids(room).stream()
                                    .map(id -> Told.message(id, "!ping"))
                                    .toArray(ObjectNode[]::new));
        }
        return answer;
    }

    private static String room(int number) {
        return "!r" + number + ":example.org";
    }

    private static List<String> ids(int room) {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < EVENTS_A_ROOM; n++) {
            ids.add("$" + room + "-" + n);
        }
        return ids;
    }
}
