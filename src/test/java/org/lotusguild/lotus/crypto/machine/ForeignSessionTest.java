package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.MegolmOutbound;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import tools.jackson.databind.node.ObjectNode;

/** Whose a room key is, whoever brings it; and devices that nobody can write to. */
final class ForeignSessionTest extends ForgerBed {
    @Test
    void anotherDeviceCannotTakeOverASession() {
        deliver(inner -> {});
        bringAs(EVE);
        assertThat(text(read())).isEqualTo("hello");
        assertThat(((Decrypted.Clear) read()).trust()).isNotEqualTo(Trust.MISMATCHED_SENDER);
    }

    @Test
    void aStrangerWhoBringsTheKeyFirstShutsNobodyOut() {
        bringAs(EVE);
        ObjectNode early = message("early");
        assertThat(((Decrypted.Clear) bob.read(ROOM, early)).trust()).isEqualTo(Trust.MISMATCHED_SENDER);

        SyncOutcome outcome = bob.deliver(honest());

        assertThat(outcome.released()).singleElement().satisfies(again -> {
            Decrypted.Clear clear = (Decrypted.Clear) bob.read(ROOM, again.event());
            assertThat(text(clear)).isEqualTo("early");
            assertThat(clear.trust()).isEqualTo(Trust.UNKNOWN);
        });
        assertThat(scene.ignored).isEmpty();
    }

    @Test
    void aStrangersCopyUsesUpNoIndexOfTheAuthors() {
        bringAs(EVE);
        ObjectNode event = message("hello");
        ObjectNode copy = event.deepCopy().put("event_id", "$copy").put("sender", EVE.value());
        bob.read(ROOM, copy);
        deliver(inner -> {});
        assertThat(text(bob.read(ROOM, event))).isEqualTo("hello");
        assertThat(bob.read(ROOM, event.deepCopy().put("event_id", "$again"))).isInstanceOf(Decrypted.Refused.class);
        assertThat(bob.read(ROOM, copy.deepCopy().put("event_id", "$more"))).isInstanceOf(Decrypted.Refused.class);
    }

    @Test
    void theKeyFromTheEarliestIndexStaysWhoeverBringsIt() {
        ObjectNode before = message("before");
        bob.deliver(honest());
        try (MegolmOutbound second = MegolmOutbound.create()) {
            ObjectNode first = mallory.roomKey(ROOM, second);
            ObjectNode event = message(second, "first");
            ObjectNode later = mallory.roomKey(ROOM, second);
            bring(EVE, later);
            assertThat(bob.read(ROOM, event)).isEqualTo(new Decrypted.Waiting(Decrypted.Reason.UNKNOWN_INDEX));
            bob.deliver(mallory.seal(bob, session, CanonicalJson.of(mallory.inner(bob, "m.room_key", first))));
            assertThat(text(bob.read(ROOM, event))).isEqualTo("first");
        }
        assertThat(bob.read(ROOM, before)).isInstanceOf(Decrypted.Waiting.class);
    }

    private void bringAs(UserId user) {
        bring(user, mallory.roomKey(ROOM, room));
    }

    /** Another user's device sends a room key that is not its own. */
    private void bring(UserId user, ObjectNode key) {
        try (Forger eve = new Forger(scene.server, user, new DeviceId("EVE"));
                OlmSession hers = eve.session(bob)) {
            bob.deliver(eve.seal(bob, hers, CanonicalJson.of(eve.inner(bob, "m.room_key", key))));
        }
    }

    @Test
    void marksAMessageWhoseSessionBelongsToAnotherUser() {
        deliver(inner -> {});
        ObjectNode event = message("hello").put("sender", "@eve:example.org");
        assertThat(((Decrypted.Clear) bob.read(ROOM, event)).trust()).isEqualTo(Trust.MISMATCHED_SENDER);
    }

    @Test
    void anAllZeroOneTimeKeyCountsAsNoOlm() {
        mallory.offerOneTimeKey("AAAA", new Curve25519Key(ZERO_KEY));

        bob.prepare(ROOM, both());

        assertThat(scene.count(Ignored.BAD_ONE_TIME_KEY)).isEqualTo(1);
        assertThat(withheld())
                .singleElement()
                .satisfies(body -> assertThat(body).contains("m.no_olm"));
        assertThat(bob.encrypt(ROOM, both(), "still leaves").has("ciphertext")).isTrue();
    }

    @Test
    void aOneTimeKeySignedByAnotherCountsAsNoOlm() {
        try (OlmAccount other = OlmAccount.create()) {
            other.generateOneTimeKeys(1);
            ObjectNode body = Json.object();
            body.putObject("one_time_keys")
                    .set(
                            "signed_curve25519:AAAA",
                            Json.object()
                                    .put(
                                            "key",
                                            other.oneTimeKeys()
                                                    .values()
                                                    .iterator()
                                                    .next()
                                                    .base64()));
            scene.server.upload(CAROL, new DeviceId("MALLORY"), body);
        }
        bob.prepare(ROOM, both());
        assertThat(scene.count(Ignored.BAD_ONE_TIME_KEY)).isEqualTo(1);
        assertThat(withheld()).hasSize(1);
    }

    private RoomPolicy both() {
        return policy(100, ShareWith.ALL, Set.of(BOB, CAROL));
    }

    private List<String> withheld() {
        return bob.wire().stream()
                .filter(request -> request instanceof Outgoing.ToDevice message
                        && message.eventType().equals("m.room_key.withheld"))
                .map(request -> ((Outgoing.ToDevice) request).body().toString())
                .toList();
    }
}
