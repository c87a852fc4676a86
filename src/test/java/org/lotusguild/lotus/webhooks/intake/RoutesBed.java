package org.lotusguild.lotus.webhooks.intake;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.fake.TestHooks;

/** Hooks behind the routes, their secrets in files. */
abstract class RoutesBed {
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    static final String ROOMS = "rooms: [{ room: general }]";
    static final String OK = "{\"ok\":true}";

    @TempDir
    Path folder;

    @AutoClose
    IntakeBed bed;

    @BeforeEach
    void secrets() {
        TestHooks.secret(folder, "verbatim", "Old id: 7 ~ü?&=+");
        TestHooks.secret(folder, "plain", "plain-id");
        TestHooks.secret(folder, "bearer", "right");
        bed = new IntakeBed(folder, "{}");
    }

    void open(String yaml) {
        bed.close();
        bed = new IntakeBed(folder, yaml);
    }

    void hook(String more) {
        open("hooks: [{ name: plain, id: { file: plain }, " + ROOMS + more + " }]");
    }
}
