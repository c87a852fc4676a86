package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Row 11 of the encryption test matrix: which devices read what Lotus says. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class PolicyIT {
    private static final String SIGNED_ONLY = "share-with: cross-signed";

    @Test
    void row11WithholdsByPolicyAndStillSends(ExistingServer server) {
        server.lotus().stop();
        server.lotus().home().encryption(SIGNED_ONLY);
        try {
            server.lotus().up();
            withholds(server);
        } finally {
            server.lotus().stop();
            server.lotus().home().noEncryption(SIGNED_ONLY);
        }
    }

    private static void withholds(ExistingServer server) {
        Person alice = server.person("alice");
        Machine raw = server.oracle().machine(server.homeserver(), "raw");
        String room = alice.createRoom(RoomWish.encrypted().inviting(server.bot(), raw.user()));
        raw.join(room);
        alice.awaitJoin(room, raw.user());
        alice.awaitJoin(room, server.bot());
        raw.sync();
        assertThat(alice.ping(room, server.bot()).colour()).isZero();
        ObjectNode notice = raw.received("m.room_key.withheld");
        assertThat(Json.string(notice, "content", "code")).contains("m.unverified");
        assertThat(Json.string(notice, "content", "room_id")).contains(room);
    }
}
