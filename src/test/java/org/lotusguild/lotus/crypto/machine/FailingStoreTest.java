package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.SyncOutcome;
import org.lotusguild.lotus.crypto.fake.Answer;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.store.StoreException;
import tools.jackson.databind.node.ObjectNode;

/** The database fails after each statement of a step in turn; the step that at last succeeds has the same result. */
final class FailingStoreTest extends TwoPeople {
    private static final int MOST_STATEMENTS = 500;

    @Test
    void receiveCommitsWhollyOrNotAtAll() {
        RoomPolicy policy = policy(alice, bob);
        bob.prepare(ROOM, policy);
        alice.sync();
        ObjectNode first = alice.say(ROOM, policy, "one");
        assertThat(bob.read(ROOM, first)).isInstanceOf(Decrypted.Waiting.class);
        ObjectNode second = alice.say(ROOM, policy, "two");
        scene.server.announce(ALICE);
        List<ObjectNode> events = new ArrayList<>(scene.server.waitingFor(BOB, bob.device()));
        events.add(MachineScene.spoiled(events.getFirst()));
        SyncChanges answer = scene.server.sync(BOB, bob.device());
        SyncChanges changes =
                new SyncChanges(events, answer.changed(), answer.left(), answer.keyCounts(), answer.unusedFallback());

        record Result(SyncOutcome outcome, List<String> texts, List<Outgoing> requests) {}
        Result result = whatever(bob, step -> {
            SyncOutcome outcome = step.receive(changes);
            List<String> texts = new ArrayList<>();
            outcome.released().forEach(each -> texts.add(text(step.decrypt(each.room(), each.event()))));
            texts.add(text(step.decrypt(ROOM, second)));
            return new Result(outcome, texts, step.outgoing());
        });

        assertThat(result.texts()).containsExactly("one", "two");
        assertThat(result.outcome().released()).hasSize(1);
        assertThat(result.requests()).anyMatch(Outgoing.KeysQuery.class::isInstance);
        bob = scene.restart(bob);
        assertThat(bob.machine().step(step -> step.receive(changes)).released()).isEmpty();
        assertThat(text(bob.read(ROOM, first))).isEqualTo("one");
        assertThat(bob.read(ROOM, second.deepCopy().put("event_id", "$replay"))).isInstanceOf(Decrypted.Refused.class);
    }

    @Test
    void shareAndEncryptCommitWhollyOrNotAtAll() {
        Person carol = scene.person(CAROL, "CAROL1");
        RoomPolicy policy = policy(alice, bob, carol);
        alice.machine().step(step -> {
            step.track(policy.recipients());
            return true;
        });
        alice.flush();
        alice.claim(Set.of(BOB)); // carol has no session: she is told m.no_olm

        List<Outgoing> requests = whatever(alice, step -> step.share(ROOM, policy));
        assertThat(requests).hasSize(2);
        assertThat(alice.outgoing()).isEqualTo(requests);
        requests.forEach(request -> {
            Answer answer = alice.perform(request);
            whatever(alice, step -> {
                step.sent(request.id(), answer.body());
                return true;
            });
        });
        ObjectNode content = Json.object().put("body", "hello");
        EncryptResult result = whatever(alice, step -> step.encrypt(ROOM, policy, "m.room.message", content));

        ObjectNode event = alice.event(((EncryptResult.Encrypted) result).content());
        bob.sync();
        assertThat(text(bob.read(ROOM, event))).isEqualTo("hello");
        Person again = scene.restart(alice);
        ObjectNode next = again.event(again.encrypt(ROOM, policy, "next"));
        assertThat(text(bob.read(ROOM, next))).isEqualTo("next"); // another index: no ratchet step was used twice
    }

    @Test
    void theWholeStartSucceedsOverAFailingStore() {
        Person dave = new Person(scene.server, scene.open(CAROL, "DAVE1"));
        whatever(dave, step -> {
            step.bootstrapCrossSigning();
            step.track(Set.of(ALICE, BOB));
            return true;
        });
        for (int round = 0; round < 20; round++) {
            List<Outgoing> requests = whatever(dave, Step::outgoing);
            if (requests.isEmpty()) {
                break;
            }
            Outgoing request = requests.getFirst();
            Answer answer = dave.perform(request);
            assertThat(answer.ok()).isTrue();
            whatever(dave, step -> {
                step.sent(request.id(), answer.body());
                return true;
            });
        }
        assertThat(dave.crossSigning()).isEqualTo(CrossSigningStatus.SIGNED);
        Outgoing claim =
                whatever(dave, step -> step.missingSessions(Set.of(BOB))).orElseThrow();
        Answer keys = dave.perform(claim);
        whatever(dave, step -> {
            step.sent(claim.id(), keys.body());
            return true;
        });
        assertThat(dave.missing(Set.of(BOB))).isEmpty();
    }

    @Test
    void theFirstOpeningSucceedsOverAFailingStore() {
        for (int n = 1; n < MOST_STATEMENTS; n++) {
            scene.database.failAfter(n);
            try {
                assertThat(scene.open(CAROL, "NEW").fingerprint()).hasSize(43);
                break;
            } catch (StoreException e) {
                assertThat(scene.database.hasFailed()).isTrue();
            }
        }
        scene.database.heal();
        assertThat(scene.number("select count(*) as n from crypto_account where device_id = 'NEW'"))
                .isEqualTo(1);
    }

    @Test
    void aStepThatThrowsLeavesNothingBehind() {
        RoomPolicy policy = policy(alice, bob);
        alice.prepare(ROOM, policy);
        ObjectNode content = Json.object().put("body", "hello");
        try {
            alice.machine().step(step -> {
                step.encrypt(ROOM, policy, "m.room.message", content);
                throw new IllegalStateException("the caller's own fault");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the caller's own fault");
        }
        ObjectNode event = alice.event(alice.encrypt(ROOM, policy, "first"));
        bob.sync();
        assertThat(text(bob.read(ROOM, event))).isEqualTo("first");
        assertThat(scene.number("select messages as n from crypto_outbound")).isEqualTo(1);
    }

    /** Repeats the step, failing after its first, second, … statement and at last at its commit, until it succeeds. */
    private <T> T whatever(Person person, Function<Step, T> body) {
        for (int n = 1; n < MOST_STATEMENTS; n++) {
            scene.database.failAfter(n);
            try {
                T result = person.machine().step(body);
                scene.database.heal();
                return result;
            } catch (StoreException e) {
                assertThat(scene.database.hasFailed())
                        .as("failed at %s: %s", n, e.getMessage())
                        .isTrue();
            }
        }
        throw new AssertionError("the step has more than " + MOST_STATEMENTS + " statements");
    }
}
