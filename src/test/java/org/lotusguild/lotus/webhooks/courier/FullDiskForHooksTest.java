package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.fake.TestHooks;
import org.lotusguild.lotus.whole.SmallDisk;

/** The disk of the database is full for a while. */
class FullDiskForHooksTest {
    private static final int POSTS = 40;

    @TempDir
    Path folder;

    @Test
    void whatWasAcceptedArrivesOnceAndInOrderWhenThereIsRoomAgain() throws Exception {
        try (CourierBed bed = new CourierBed(folder, """
                hooks:
                  - name: house
                    rooms: [{room: "!room:example.org"}]
                """)) {
            SmallDisk disk = new SmallDisk(bed.database);
            for (int i = 0; i < POSTS; i++) {
                bed.accept("house", Json.text(Json.object().put("title", "number " + i + ".")));
            }
            disk.fill();
            int before = disk.refused();
            try (CourierBed.Running process = bed.process(disk, new PlainCaller())) {
                Await.until(() -> disk.refused() > before);
                disk.makeRoom();
                bed.awaitDone();
            }
            assertThat(bed.arrived(CourierBed.ROOM)).hasSize(POSTS);
            for (int i = 0; i < POSTS; i++) {
                assertThat(bed.arrived(CourierBed.ROOM).get(i).body()).contains("number " + i + ".");
            }
        }
    }

    @Test
    void whoPostsMeanwhileIsToldToComeAgainAndNothingIsKept() {
        TestHooks.secret(folder, "id", "the-id");
        AtomicReference<SmallDisk> disk = new AtomicReference<>();
        String yaml =
                "limits: { per-hook: off, per-address: off }\nhooks: [{ name: any, id: { file: id }, rooms: [{ room: general }] }]";
        try (IntakeBed bed = new IntakeBed(folder, yaml, database -> {
            disk.set(new SmallDisk(database));
            return disk.get();
        })) {
            disk.get().fill();
            int taken = 0;
            Response answer = bed.post("any", "{\"n\": 0}");
            while (answer.status() == 202) {
                taken++;
                answer = bed.post("any", "{\"n\": " + taken + "}");
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsKey("Retry-After");
            assertThat(bed.stored()).hasSize(taken);

            disk.get().makeRoom();
            assertThat(bed.post("any", "{\"n\": -1}").status()).isEqualTo(202);
        }
    }
}
