package org.lotusguild.lotus.matrix.sync;

import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What the homeserver leaves out: presence, typing, receipts, members that nobody hears of. */
final class SyncFilter {
    private SyncFilter() {}

    static ObjectNode tree() {
        return Json.parseObject("""
                {
                  "presence": {"types": []},
                  "room": {
                    "timeline": {"limit": 50, "lazy_load_members": true},
                    "state": {"lazy_load_members": true},
                    "ephemeral": {"types": []}
                  }
                }
                """);
    }

    /** The same filter is the same text, so that a changed one is uploaded again. */
    static String text() {
        return CanonicalJson.of(tree());
    }
}
