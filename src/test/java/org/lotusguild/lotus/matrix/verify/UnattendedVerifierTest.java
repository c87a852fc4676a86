package org.lotusguild.lotus.matrix.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** While nobody looks. */
final class UnattendedVerifierTest extends VerifierBed {
    private int acknowledged;
    private int events;

    @Test
    void declinesWhileNobodyLooks() throws InterruptedException {
        ask(alice);
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: " + SENTENCE);
    }

    @Test
    void saysInTheRoomWhereSomebodyCouldLookButOnceAnHour() {
        listener.on(request(ALICE), this::acknowledged);
        assertThat(acknowledged).isEqualTo(1);
        assertThat(said.types()).containsExactlyInAnyOrder("m.key.verification.cancel", "m.room.message");
        assertThat(said.bodies()).containsExactly(SENTENCE);
        listener.on(request(ALICE), this::acknowledged);
        assertThat(said.bodies()).hasSize(1);
        clock.advance(Duration.ofHours(1));
        listener.on(request(ALICE), this::acknowledged);
        assertThat(said.bodies()).hasSize(2);
        assertThat(passedOn).isEmpty();
    }

    @Test
    void aFullQueueStopsNeitherListenerNorSync() throws InterruptedException {
        said.full = true;
        listener.on(request(ALICE), this::acknowledged);
        assertThat(acknowledged).isEqualTo(1);
        verifier.tend();
        assertThat(last(bot).stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void leavesWhatIsNotItsBusinessToTheListener() {
        Incoming.Message message =
                new Incoming.Message(meta(ALICE), "m.text", "hello", Optional.empty(), Set.of(), Json.object());
        Incoming.Unknown unknown = new Incoming.Unknown(meta(ALICE), "m.sticker", Json.object());
        listener.on(message, this::acknowledged);
        listener.on(unknown, this::acknowledged);
        assertThat(passedOn).containsExactly(message, unknown);
        assertThat(acknowledged).isZero();
    }

    private void acknowledged(Tx tx) {
        acknowledged++;
    }

    private Incoming.Message request(UserId from) {
        ObjectNode content = Json.object()
                .put("msgtype", "m.key.verification.request")
                .put("body", "compare?")
                .put("from_device", "DEVICE")
                .put("to", BOT.value());
        content.putArray("methods").add("m.sas.v1");
        return new Incoming.Message(
                meta(from), "m.key.verification.request", "compare?", Optional.empty(), Set.of(), content);
    }

    private EventMeta meta(UserId from) {
        events++;
        return new EventMeta(
                ROOM,
                EventId.parse("$" + events),
                from,
                clock.instant(),
                Duration.ZERO,
                false,
                true,
                Trust.CROSS_SIGNED,
                Optional.empty(),
                Optional.empty());
    }
}
