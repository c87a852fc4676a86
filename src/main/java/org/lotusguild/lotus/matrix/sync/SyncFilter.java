package org.lotusguild.lotus.matrix.sync;

import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What the homeserver leaves out: presence, typing, receipts, members that nobody hears of. */
final class SyncFilter {
    private static final String LISTENING = """
            {
              "presence": {"types": []},
              "room": {
                "timeline": {"limit": 50, "lazy_load_members": true},
                "state": {"lazy_load_members": true},
                "ephemeral": {"types": []}
              }
            }
            """;

    /** The state of rooms is wanted all the same: it decides how a message is encrypted, and for whom. */
    private static final String WRITING = """
            {
              "presence": {"types": []},
              "room": {
                "timeline": {"limit": 1, "lazy_load_members": true},
                "state": {"lazy_load_members": true},
                "ephemeral": {"types": []},
                "account_data": {"types": []}
              }
            }
            """;

    private SyncFilter() {}

    static ObjectNode tree(Pace pace) {
        return Json.parseObject(
                switch (pace) {
                    case LISTENING -> LISTENING;
                    case WRITING -> WRITING;
                });
    }

    /** The same filter is the same text, so that a changed one is uploaded again. */
    static String text(Pace pace) {
        return CanonicalJson.of(tree(pace));
    }
}
