package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.crypto.Verifications.RoomEvent;
import org.lotusguild.lotus.crypto.Verifications.RoomMessage;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

/** Two machines compare emoji, over a server and in a room. */
final class VerificationTest {
    private static final int MOST_STATEMENTS = 500;

    @TempDir
    private Path folder;

    private MachineScene scene;
    private Person alice;
    private Person bob;
    private int events;

    @BeforeEach
    void begin() {
        scene = new MachineScene(TestDatabases.sqlite(folder, InstantSource.system(), "crypto"));
        alice = scene.signed(ALICE, "ALICE1");
        bob = scene.signed(BOB, "BOB1");
        knows(alice, BOB);
        knows(bob, ALICE);
    }

    @AfterEach
    void end() {
        scene.close();
    }

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
    void endsWhenTenMinutesAreOver() {
        compare(alice, bob);
        scene.clock.pass(Duration.ofMinutes(10).minusSeconds(1));
        verify(alice, Verifications::tidy);
        assertThat(last(alice).stage()).isEqualTo(Stage.COMPARE);
        scene.clock.pass(Duration.ofSeconds(1));
        verify(alice, Verifications::tidy);
        assertThat(last(alice).why()).startsWith("m.timeout");
        talk(alice, bob);
        assertThat(last(bob).why()).startsWith("m.timeout");
        scene.clock.pass(Duration.ofMinutes(21));
        verify(alice, Verifications::tidy);
        assertThat(all(alice)).isEmpty();
    }

    @Test
    void aWordAfterTenMinutesComesTooLate() {
        compare(alice, bob);
        agree(bob);
        bob.flush();
        scene.clock.pass(Duration.ofMinutes(10));
        alice.sync();
        assertThat(last(alice).why()).startsWith("m.timeout");
    }

    @Test
    void anOldRequestIsNoRequest() {
        ask(alice, BOB, Optional.empty());
        alice.flush();
        scene.clock.pass(Duration.ofMinutes(10));
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
        scene.clock.pass(Duration.ofSeconds(10));
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
            scene.clock.pass(Duration.ofSeconds(1));
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

    private void compare(Person asking, Person asked) {
        ask(asking, asked.user(), Optional.empty());
        talk(asking, asked);
        verify(asked, v -> v.accept(v.all().getLast().id()));
        talk(asking, asked);
        assertThat(last(asking).stage()).isEqualTo(Stage.COMPARE);
        assertThat(last(asked).stage()).isEqualTo(Stage.COMPARE);
    }

    private void ask(Person asking, UserId user, Optional<RoomId> room) {
        Optional<Verification> asked =
                asking.machine().step(step -> step.verifications().ask(user, room));
        assertThat(asked).isPresent();
    }

    private static void agree(Person person) {
        verify(person, v -> v.agree(v.all().getLast().id()));
    }

    private static void talk(Person a, Person b) {
        for (int round = 0; round < 4; round++) {
            a.flush();
            b.sync();
            b.flush();
            a.sync();
        }
    }

    private static void knows(Person person, UserId user) {
        person.machine().step(step -> {
            step.track(Set.of(user));
            step.doubtDeviceLists();
            return true;
        });
        person.flush();
    }

    /** Carries what is said in the room to everybody, until nobody has anything to say. */
    private void carry(Person... people) {
        boolean said = true;
        while (said) {
            said = false;
            for (Person person : people) {
                for (RoomMessage message : taken(person)) {
                    deliver(message, person, people);
                    said = true;
                }
            }
        }
        for (Person person : people) {
            person.flush();
        }
    }

    private List<RoomMessage> taken(Person person) {
        return person.machine().step(step -> step.verifications().takeRoomMessages());
    }

    private void deliver(RoomMessage message, Person from, Person... to) {
        events++;
        for (Person person : to) {
            RoomEvent event = new RoomEvent(
                    message.room(),
                    new EventId("$v" + events),
                    from.user(),
                    scene.clock.instant(),
                    message.type(),
                    message.content().deepCopy());
            verify(person, v -> v.receive(event));
        }
    }

    private static void verify(Person person, Consumer<Verifications> what) {
        person.machine().step(step -> {
            what.accept(step.verifications());
            return true;
        });
    }

    private static List<Verification> all(Person person) {
        return person.machine().step(step -> step.verifications().all());
    }

    private static Verification last(Person person) {
        return all(person).getLast();
    }

    private static ObjectNode event(String type, UserId sender, ObjectNode content) {
        ObjectNode event = Json.object().put("type", type).put("sender", sender.value());
        event.set("content", content);
        return event;
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
