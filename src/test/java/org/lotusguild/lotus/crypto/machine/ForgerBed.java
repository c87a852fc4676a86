package org.lotusguild.lotus.crypto.machine;

import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.primitive.MegolmOutbound;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import tools.jackson.databind.node.ObjectNode;

/** Bob, and a device of Carol's that is made of bare primitives. */
abstract class ForgerBed extends SceneBed {
    static final String ZERO_KEY = Base64.getEncoder().withoutPadding().encodeToString(new byte[32]);

    static final UserId EVE = new UserId("@eve:example.org");

    Person bob;

    Forger mallory;

    OlmSession session;

    MegolmOutbound room;

    @BeforeEach
    void begin() {
        bob = scene.person(BOB, "BOB1");
        mallory = new Forger(scene.server, CAROL, new DeviceId("MALLORY"));
        mallory.publish();
        session = mallory.session(bob);
        room = MegolmOutbound.create();
    }

    @AfterEach
    void end() {
        room.close();
        session.close();
        mallory.close();
    }

    void deliver(Consumer<ObjectNode> change) {
        ObjectNode inner = mallory.inner(bob, "m.room_key", mallory.roomKey(ROOM, room));
        change.accept(inner);
        bob.deliver(mallory.seal(bob, session, CanonicalJson.of(inner)));
    }

    ObjectNode honest() {
        return mallory.seal(
                bob, session, CanonicalJson.of(mallory.inner(bob, "m.room_key", mallory.roomKey(ROOM, room))));
    }

    ObjectNode message(String text) {
        return message(room, text);
    }

    static ObjectNode message(MegolmOutbound room, String text) {
        ObjectNode inner = Json.object().put("type", "m.room.message").put("room_id", ROOM.value());
        inner.putObject("content").put("body", text);
        ObjectNode event = Json.object()
                .put("event_id", "$forged")
                .put("sender", CAROL.value())
                .put("origin_server_ts", 1L);
        event.putObject("content")
                .put("algorithm", "m.megolm.v1.aes-sha2")
                .put("session_id", room.sessionId())
                .put("ciphertext", room.encrypt(Json.text(inner)));
        return event;
    }

    Decrypted read() {
        return bob.read(ROOM, message("hello"));
    }
}
