package org.lotusguild.lotus.webhooks.courier;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.delivery.Past;

/** One hook into one room, and what may be posted to it. */
abstract class OneHook {
    static final String HOOK = """
            hooks:
              - name: house
                rooms: [{room: "!room:example.org"}]
            """;

    static final String DOWN = CourierBed.sample("uptime-kuma/Down.json");
    static final String UP = CourierBed.sample("uptime-kuma/Up.json");

    @TempDir
    Path folder;

    Optional<CourierBed> open = Optional.empty();

    CourierBed bed(String yaml) throws Exception {
        open = Optional.of(new CourierBed(folder, yaml));
        return open.get();
    }

    @AfterEach
    void close() {
        open.ifPresent(CourierBed::close);
    }

    static String numbered(int number) {
        return Json.text(Json.object().put("title", "number " + number + "."));
    }

    static List<Past> history(CourierBed bed, String hook) {
        return bed.database.read(tx -> bed.deliveries.past().history(tx, hook, 10));
    }
}
