package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.crypto.Verifications.RoomMessage;
import tools.jackson.databind.node.ObjectNode;

/** What comes too late, too often, at once, or from others ends or changes no verification that it should not. */
final class VerificationBoundsTest extends VerificationBed {
    @Test
    void endsWhenTenMinutesAreOver() {
        compare(alice, bob);
        scene.clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        verify(alice, Verifications::tidy);
        assertThat(last(alice).stage()).isEqualTo(Stage.COMPARE);
        scene.clock.advance(Duration.ofSeconds(1));
        verify(alice, Verifications::tidy);
        assertThat(last(alice).why()).startsWith("m.timeout");
        talk(alice, bob);
        assertThat(last(bob).why()).startsWith("m.timeout");
        scene.clock.advance(Duration.ofMinutes(21));
        verify(alice, Verifications::tidy);
        assertThat(all(alice)).isEmpty();
    }

    @Test
    void aWordAfterTenMinutesComesTooLate() {
        compare(alice, bob);
        agree(bob);
        bob.flush();
        scene.clock.advance(Duration.ofMinutes(10));
        alice.sync();
        assertThat(last(alice).why()).startsWith("m.timeout");
    }

    @Test
    void anOldRequestIsNoRequest() {
        ask(alice, BOB, Optional.empty());
        alice.flush();
        scene.clock.advance(Duration.ofMinutes(10));
        bob.sync();
        assertThat(all(bob)).isEmpty();
    }

    @Test
    void aRestartCancelsWhatWasOpen() {
        compare(alice, bob);
        alice = scene.restart(alice);
        verify(alice, Verifications::tidy);
        talk(alice, bob);
        assertThat(last(bob).why()).isEqualTo("m.user: the program was restarted");
        assertThat(last(alice).stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void aRequestThatIsOverDoesNotComeAgain() {
        ask(alice, BOB, Optional.empty());
        alice.flush();
        List<ObjectNode> request = List.copyOf(scene.server.waitingFor(BOB, bob.device()));
        bob.sync();
        verify(bob, v -> v.cancel(v.all().getLast().id(), "no"));
        bob = scene.restart(bob);
        bob.deliver(request.getFirst());
        assertThat(all(bob)).isEmpty();
    }

    @Test
    void oneWithAUserAtATimeTheNewest() {
        ask(alice, BOB, Optional.empty());
        talk(alice, bob);
        ask(alice, BOB, Optional.empty());
        talk(alice, bob);
        assertThat(all(bob)).extracting(Verification::stage).containsExactly(Stage.CANCELLED, Stage.REQUESTED);
        assertThat(all(alice)).extracting(Verification::stage).containsExactly(Stage.CANCELLED, Stage.WAITING);
    }

    @Test
    void twentyMayBeOpen() {
        strangersAsk(25);
        assertThat(all(bob)).hasSize(20);
        assertThat(scene.count(Ignored.VERIFICATION)).isEqualTo(5);
    }

    private void strangersAsk(int count) {
        for (int i = 0; i < count; i++) {
            ObjectNode content = Json.object()
                    .put("from_device", "D")
                    .put("transaction_id", "t" + i)
                    .put("timestamp", scene.clock.instant().toEpochMilli());
            content.putArray("methods").add("m.sas.v1");
            bob.deliver(event("m.key.verification.request", new UserId("@u" + i + ":example.org"), content));
        }
    }

    @Test
    void ourOwnHumanFindsRoomWhateverIsOpen() {
        strangersAsk(20);
        ask(bob, ALICE, Optional.empty());
        assertThat(all(bob).getFirst().why()).isEqualTo("m.user: a newer request takes its place");
        assertThat(last(bob).with()).isEqualTo(ALICE);
        assertThat(all(bob).stream().filter(one -> one.stage() != Stage.CANCELLED))
                .hasSize(20);
    }

    @Test
    void ofTwoRequestsAtOnceThatOfTheLowerUserCounts() {
        ask(alice, BOB, Optional.empty());
        ask(bob, ALICE, Optional.empty());
        talk(alice, bob);
        assertThat(all(alice)).extracting(Verification::stage).containsExactly(Stage.WAITING);
        assertThat(all(bob)).extracting(Verification::stage).containsExactly(Stage.CANCELLED, Stage.REQUESTED);
        verify(bob, v -> v.accept(v.all().getLast().id()));
        talk(bob, alice);
        assertThat(last(alice).emoji()).isEqualTo(last(bob).emoji()).hasSize(7);
    }

    @Test
    void ofTwoRequestsInARoomAtOnceThatOfTheLowerUserCounts() {
        ask(alice, BOB, Optional.of(ROOM));
        ask(bob, ALICE, Optional.of(ROOM));
        carry(alice, bob);
        assertThat(all(alice)).extracting(Verification::stage).containsExactly(Stage.WAITING);
        assertThat(all(bob)).extracting(Verification::stage).containsExactly(Stage.CANCELLED, Stage.REQUESTED);
    }

    @Test
    void whoAsksAWhileAfterHeWasAskedIsHeard() {
        ask(alice, BOB, Optional.empty());
        talk(alice, bob);
        scene.clock.advance(Duration.ofSeconds(10));
        ask(bob, ALICE, Optional.empty());
        talk(bob, alice);
        assertThat(all(alice)).extracting(Verification::stage).containsExactly(Stage.CANCELLED, Stage.REQUESTED);
    }

    /** Whoever asks again and again fills no table: what is over is forgotten, the oldest first. */
    @Test
    void twoHundredThatAreOverAreRemembered() {
        for (int i = 0; i < 230; i++) {
            ObjectNode content = Json.object()
                    .put("from_device", "D")
                    .put("transaction_id", "t" + i)
                    .put("timestamp", scene.clock.instant().toEpochMilli());
            content.putArray("methods").add("m.sas.v1");
            bob.deliver(event("m.key.verification.request", ALICE, content));
            scene.clock.advance(Duration.ofSeconds(1));
        }
        List<String> kept = scene.database.read(tx -> tx.sql(
                        "select id, outcome from crypto_verification order by since, outcome")
                .list(row -> row.text("id") + " " + row.optionalText("outcome").orElse("open")));
        assertThat(kept).hasSize(201).startsWith(ALICE + " t29 m.user").endsWith(ALICE + " t229 open");
    }

    @Test
    void hostileMessagesAreDropped() {
        for (String transaction : List.of("", "with\u0000nul", "x".repeat(300))) {
            ObjectNode content = Json.object()
                    .put("from_device", "D")
                    .put("transaction_id", transaction)
                    .put("timestamp", scene.clock.instant().toEpochMilli());
            bob.deliver(event("m.key.verification.request", ALICE, content));
            bob.deliver(event("m.key.verification.key", ALICE, content));
        }
        bob.deliver(event("m.key.verification.mac", ALICE, Json.object().put("transaction_id", "unknown")));
        assertThat(all(bob)).isEmpty();
        assertThat(bob.outgoing()).isEmpty();
    }

    @Test
    void malformedWordsInARoomAreDropped() {
        ask(alice, BOB, Optional.of(ROOM));
        carry(alice, bob);
        ObjectNode nameless =
                Json.object().put("msgtype", "m.key.verification.request").put("to", BOB.value());
        nameless.putArray("methods").add("m.sas.v1");
        deliver(new RoomMessage("", ROOM, "m.room.message", nameless), alice, bob);
        deliver(new RoomMessage("", ROOM, "m.room.message", nameless.deepCopy().put("from_device", "")), alice, bob);
        assertThat(all(bob)).hasSize(1);
        assertThat(scene.count(Ignored.MALFORMED)).isEqualTo(2);
    }
}
