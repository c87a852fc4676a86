package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.Verifications.RoomMessage;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.store.StoreException;
import tools.jackson.databind.node.ObjectNode;

/** Two machines compare emoji, over a server and in a room. */
final class VerificationTest extends VerificationBed {
    @Test
    void whoIsVerifiedIsSignedAndTrusted() {
        compare(alice, bob);
        agree(alice);
        agree(bob);
        talk(alice, bob);

        assertThat(last(alice).stage()).isEqualTo(Stage.DONE);
        assertThat(last(bob).stage()).isEqualTo(Stage.DONE);
        assertThat(signatures(BOB, "master_key")).contains(ALICE.value());
        assertThat(signatures(ALICE, "master_key")).contains(BOB.value());
        assertThat(trust(alice, bob)).isEqualTo(Trust.VERIFIED);
        alice = scene.restart(alice);
        assertThat(trust(alice, bob)).isEqualTo(Trust.VERIFIED);
    }

    @Test
    void anotherDeviceOfOurOwnIsSigned() {
        Person second = scene.person(ALICE, "ALICE2");
        knows(alice, ALICE);
        knows(second, ALICE);
        compare(alice, second);
        agree(alice);
        agree(second);
        talk(alice, second);
        assertThat(last(alice).stage()).isEqualTo(Stage.DONE);
        knows(bob, ALICE);
        assertThat(trust(bob, second)).isEqualTo(Trust.CROSS_SIGNED);
    }

    @Test
    void bothShowTheSameSigns() {
        compare(alice, bob);
        assertThat(last(alice).emoji()).hasSize(7).isEqualTo(last(bob).emoji());
        assertThat(last(alice).decimals()).hasSize(3).isEqualTo(last(bob).decimals());
        assertThat(last(alice).device()).contains(bob.device());
        assertThat(last(bob).with()).isEqualTo(ALICE);
    }

    @Test
    void speaksInARoomUnderTheEventThatAsked() {
        ask(alice, BOB, Optional.of(ROOM));
        carry(alice, bob);
        verify(bob, v -> v.accept(v.all().getLast().id()));
        carry(alice, bob);
        assertThat(last(alice).emoji()).hasSize(7).isEqualTo(last(bob).emoji());
        assertThat(last(bob).room()).contains(ROOM);
        agree(alice);
        agree(bob);
        carry(alice, bob);
        assertThat(last(alice).stage()).isEqualTo(Stage.DONE);
        assertThat(last(bob).stage()).isEqualTo(Stage.DONE);
        assertThat(alice.wire()).noneMatch(request -> request instanceof Outgoing.ToDevice);
    }

    @Test
    void aRequestInARoomThatIsCancelledBeforeItCameBackIsCancelledThen() {
        ask(alice, BOB, Optional.of(ROOM));
        List<RoomMessage> request = taken(alice);
        verify(alice, v -> v.cancel(v.all().getLast().id(), "not now"));
        assertThat(taken(alice)).isEmpty();
        deliver(request.getFirst(), alice, alice, bob);
        carry(alice, bob);
        assertThat(last(bob).stage()).isEqualTo(Stage.CANCELLED);
        assertThat(last(bob).why()).isEqualTo("m.user: not now");
    }

    @Test
    void aWordThatBelongsToNoRequestDoesNotBelongToOneWithoutAName() {
        ask(alice, BOB, Optional.of(ROOM));
        List<RoomMessage> request = taken(alice);
        ObjectNode early = Json.object().put("from_device", bob.device().value());
        early.putArray("methods").add("m.sas.v1");
        deliver(new RoomMessage("", ROOM, "m.key.verification.ready", early), bob, alice);
        deliver(request.getFirst(), alice, alice, bob);
        verify(bob, v -> v.accept(v.all().getLast().id()));
        carry(alice, bob);
        assertThat(last(alice).stage()).isEqualTo(Stage.COMPARE);
    }

    @Test
    void othersOfTheRoomAreNotHeard() {
        ask(alice, BOB, Optional.of(ROOM));
        carry(alice, bob);
        Person carol = scene.signed(CAROL, "CAROL1");
        ObjectNode cancel = Json.object().put("code", "m.user");
        cancel.putObject("m.relates_to").put("rel_type", "m.reference").put("event_id", "$v1");
        deliver(new RoomMessage("", ROOM, "m.key.verification.cancel", cancel), carol, alice, bob);
        assertThat(last(alice).stage()).isEqualTo(Stage.WAITING);
        assertThat(last(bob).stage()).isEqualTo(Stage.REQUESTED);
        assertThat(scene.count(Ignored.VERIFICATION)).isEqualTo(2);
    }

    @Test
    void aRequestToSomebodyElseIsNotOurs() {
        ask(alice, BOB, Optional.of(ROOM));
        Person carol = scene.signed(CAROL, "CAROL1");
        taken(alice).forEach(message -> deliver(message, alice, carol));
        assertThat(all(carol)).isEmpty();
    }

    @Test
    void anotherUserInAConversationOfTwoEndsIt() {
        compare(alice, bob);
        String transaction = last(alice).id();
        ObjectNode key = event("m.key.verification.key", CAROL, Json.object().put("transaction_id", transaction));
        alice.deliver(key);
        talk(alice, bob);
        assertThat(last(bob).why()).startsWith("m.user_mismatch");
    }

    @Test
    void aHumanWhoSeesOtherSignsEndsIt() {
        compare(alice, bob);
        verify(bob, v -> v.differ(v.all().getLast().id()));
        talk(alice, bob);
        assertThat(last(alice).why()).startsWith("m.mismatched_sas");
        assertThat(trust(alice, bob)).isEqualTo(Trust.CROSS_SIGNED);
    }

    @Test
    void aChangedIdentityIsNotVerifiedAnyMore() {
        compare(alice, bob);
        agree(alice);
        agree(bob);
        talk(alice, bob);
        scene.server.forgetIdentity(BOB);
        Person next = scene.signed(BOB, "BOB2");
        alice.sync();
        assertThat(trust(alice, next)).isEqualTo(Trust.CROSS_SIGNED);
        assertThat(trust(alice, bob)).isEqualTo(Trust.UNSIGNED);

        RoomPolicy verified = policy(100, ShareWith.VERIFIED, Set.of(ALICE, BOB));
        alice.prepare(ROOM, verified);
        assertThat(withheldFrom(BOB)).containsExactlyInAnyOrder("BOB1 m.unverified", "BOB2 m.unverified");
        compare(alice, next);
        agree(alice);
        agree(next);
        talk(alice, next);
        assertThat(trust(alice, next)).isEqualTo(Trust.VERIFIED);
        ObjectNode event = alice.say(ROOM, verified, "for the verified");
        next.sync();
        assertThat(MachineScene.text(next.read(ROOM, event))).isEqualTo("for the verified");
    }

    @Test
    void aSignatureThatTheServerRefusesIsOfferedAgainWithTheNextList() {
        compare(alice, bob);
        agree(alice);
        agree(bob);
        bob.flush();
        alice.machine().step(step -> step.receive(scene.server.sync(ALICE, alice.device())));
        Outgoing.SignatureUpload first = refuseSignature();
        assertThat(alice.outgoing()).noneMatch(Outgoing.SignatureUpload.class::isInstance);
        assertThat(trust(alice, bob)).isEqualTo(Trust.VERIFIED);
        scene.server.announce(BOB);
        alice.sync();
        assertThat(first.body().propertyNames()).containsExactly(BOB.value());
        assertThat(signatures(BOB, "master_key")).contains(ALICE.value());
    }

    /** The homeserver shows another device under the same id while our human still compares. */
    @Test
    void whatWasProvenDoesNotCountForKeysThatCameLater() {
        compare(alice, bob);
        agree(bob);
        talk(alice, bob);
        scene.server.logout(BOB, bob.device());
        alice.sync();
        try (Forger forger = new Forger(scene.server, BOB, bob.device())) {
            forger.publish();
            alice.sync();
            agree(alice);
            alice.flush();
            assertThat(last(alice).why()).startsWith("m.key_mismatch");
            RoomPolicy verified = policy(100, ShareWith.VERIFIED, Set.of(ALICE, BOB));
            alice.prepare(ROOM, verified);
            assertThat(withheldFrom(BOB)).containsExactly("BOB1 m.unverified");
        }
    }

    /** Sends all but the signature, which comes back among the failures of an answer with status 200. */
    private Outgoing.SignatureUpload refuseSignature() {
        for (int round = 0; round < 10; round++) {
            for (Outgoing request : alice.outgoing()) {
                if (request instanceof Outgoing.SignatureUpload upload) {
                    ObjectNode answer = Json.object();
                    answer.putObject("failures")
                            .putObject(BOB.value())
                            .putObject("key")
                            .put("errcode", "M_INVALID_SIGNATURE");
                    alice.machine().step(step -> {
                        step.sent(upload.id(), answer);
                        return true;
                    });
                    return upload;
                }
                alice.send(request);
            }
        }
        throw new AssertionError("nothing was signed");
    }

    /** The exchange lives on whatever statement of a step fails. */
    @Test
    void aStepThatFailsAndComesAgainChangesNothing() {
        ask(alice, BOB, Optional.empty());
        alice.flush();
        stubborn(bob);
        verify(bob, v -> v.accept(v.all().getLast().id()));
        bob.flush();
        for (int round = 0; round < 3; round++) {
            stubborn(alice);
            alice.flush();
            stubborn(bob);
            bob.flush();
        }
        assertThat(last(alice).stage()).isEqualTo(Stage.COMPARE);
        assertThat(last(alice).emoji()).isEqualTo(last(bob).emoji());
        agree(alice);
        agree(bob);
        talk(alice, bob);
        assertThat(last(alice).stage()).isEqualTo(Stage.DONE);
        assertThat(last(bob).stage()).isEqualTo(Stage.DONE);
    }

    /** Takes one sync answer in, after the database has failed at each statement of it. */
    private void stubborn(Person person) {
        var changes = scene.server.sync(person.user(), person.device());
        for (int statement = 1; statement < MOST_STATEMENTS; statement++) {
            scene.database.failAfter(statement);
            try {
                person.machine().step(step -> step.receive(changes));
                scene.database.heal();
                return;
            } catch (StoreException e) {
                assertThat(scene.database.hasFailed()).isTrue();
            }
        }
        throw new AssertionError("it fails for ever");
    }

    private Collection<String> signatures(UserId user, String key) {
        return Json.objectAt(scene.server.signingKeys(user, key).orElseThrow(), "signatures")
                .propertyNames();
    }

    private List<String> withheldFrom(UserId user) {
        return alice.wire().stream()
                .filter(request -> request instanceof Outgoing.ToDevice message
                        && message.eventType().equals("m.room_key.withheld"))
                .flatMap(request ->
                        Json.objectAt(((Outgoing.ToDevice) request).body(), "messages", user.value())
                                .properties()
                                .stream())
                .map(entry ->
                        entry.getKey() + " " + entry.getValue().path("code").asString())
                .toList();
    }

    /** What the reader makes of a message of the writer's device. */
    private Trust trust(Person reader, Person writer) {
        ObjectNode event = writer.say(ROOM, policy(writer, reader), "who am I?");
        reader.sync();
        Decrypted read = reader.read(ROOM, event);
        assertThat(read).isInstanceOf(Decrypted.Clear.class);
        return ((Decrypted.Clear) read).trust();
    }
}
