package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Killer;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.webhooks.delivery.State;
import tools.jackson.databind.node.ObjectNode;

/** The process dies before or after each single use of the database and of the network; the next one goes on. */
class CourierKillTest {
    private static final String HOOK = """
            hooks:
              - name: house
                rooms: [{room: "!room:example.org"}]
                images: "off"
            """;
    private static final int STEP = 5;

    @TempDir
    Path folder;

    @Test
    void losesAndDoublesNothingWhereverItIsKilled() throws Exception {
        int point = 0;
        try (CourierBed bed = new CourierBed(folder, HOOK)) {
            while (killedAt(bed, point)) {
                point += STEP;
            }
        }
        assertThat(point).isGreaterThan(20);
    }

    /** @return false if all was done before that point */
    private static boolean killedAt(CourierBed bed, int point) throws Exception {
        List<String> ids = new ArrayList<>();
        int before = bed.arrived(CourierBed.ROOM).size();
        ids.add(bed.accept("house", film("seerr/MEDIA_PENDING.json", point)));
        ids.add(bed.accept("house", Json.text(Json.object().put("title", "number " + point))));
        ids.add(bed.accept("house", film("seerr/MEDIA_AVAILABLE.json", point)));
        Killer killer = new Killer(point);
        CourierBed.Running doomed = bed.process(killer.database(bed.database), killer.http(new PlainCaller()));
        awaitDeathOr(killer, bed, ids);
        doomed.close();
        try (CourierBed.Running next = bed.process()) {
            Await.until(() -> ids.stream().allMatch(id -> bed.past(id, "house").state() == State.SENT));
        }
        List<CourierBed.Arrived> events = bed.arrived(CourierBed.ROOM);
        assertThat(events.subList(before, events.size()))
                .as("killed at %s: %s", point, events.subList(before, events.size()))
                .extracting(event -> event.relation().orElse("message"))
                .containsExactly("message", "message", "m.replace", "m.thread");
        return killer.struck();
    }

    /** Another request each time. */
    private static String film(String sample, int number) {
        ObjectNode payload = Json.parseObject(CourierBed.sample(sample));
        Json.objectAt(payload, "request").put("request_id", "r" + number);
        return Json.text(payload);
    }

    private static void awaitDeathOr(Killer killer, CourierBed bed, List<String> ids) {
        Await.until(() -> killer.struck()
                || ids.stream().allMatch(id -> bed.past(id, "house").state() == State.SENT));
    }
}
