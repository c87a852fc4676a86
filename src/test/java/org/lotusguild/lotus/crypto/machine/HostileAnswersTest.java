package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.fake.Person;
import org.quicktheories.QuickTheory;
import org.quicktheories.generators.SourceDSL;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Honest answers and events of which one piece is replaced by rubbish: nothing throws, and afterwards all works as before. */
final class HostileAnswersTest extends TwoPeople {
    private static final int EXAMPLES = 150;

    @BeforeEach
    void begin() {
        scene.sign(alice);
        scene.sign(bob);
    }

    @Test
    void deviceLists() {
        bob.machine().step(step -> {
            step.track(Set.of(ALICE));
            return true;
        });
        bob.flush();
        forAll(seed -> {
            scene.server.announce(ALICE);
            bob.machine().step(step -> step.receive(scene.server.sync(BOB, bob.device())));
            answer(bob, Outgoing.KeysQuery.class, seed);
            scene.clock.advance(Duration.ofHours(2));
        });
        scene.server.announce(ALICE);
        stillTalk();
    }

    @Test
    void claimedKeys() {
        bob.machine().step(step -> {
            step.track(Set.of(ALICE));
            return true;
        });
        bob.flush();
        forAll(seed -> {
            scene.database.run(tx -> tx.sql("delete from crypto_olm_session").update());
            bob = scene.restart(bob);
            bob.missing(Set.of(ALICE));
            answer(bob, Outgoing.KeysClaim.class, seed);
            scene.clock.advance(Duration.ofMinutes(6));
            alice.sync(); // new one-time keys
        });
        scene.database.run(tx -> tx.sql("delete from crypto_olm_session").update());
        bob = scene.restart(bob);
        alice = scene.restart(alice);
        stillTalk();
    }

    @Test
    void roomEvents() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        forAll(seed -> bob.read(ROOM, spoiled(event, seed)));
        assertThat(text(bob.read(ROOM, event))).isEqualTo("hello");
    }

    @Test
    void toDeviceEvents() {
        ObjectNode event = alice.say(ROOM, policy(alice, bob), "hello");
        List<ObjectNode> events = new ArrayList<>(scene.server.waitingFor(BOB, bob.device()));
        forAll(seed -> events.forEach(each -> bob.deliver(spoiled(each, seed))));
        bob.sync();
        assertThat(text(bob.read(ROOM, event))).isEqualTo("hello");
    }

    private void stillTalk() {
        assertThat(text(alice.read(ROOM, sent(bob, alice, "there")))).isEqualTo("there");
        assertThat(text(bob.read(ROOM, sent(alice, bob, "back")))).isEqualTo("back");
    }

    private static ObjectNode sent(Person from, Person to, String words) {
        to.sync();
        ObjectNode event = from.say(ROOM, policy(from, to), words);
        to.sync();
        return event;
    }

    private interface Example {
        void run(long seed);
    }

    private static void forAll(Example example) {
        QuickTheory.qt()
                .withFixedSeed(21)
                .withExamples(EXAMPLES)
                .withShrinkCycles(0)
                .forAll(SourceDSL.longs().between(0, Integer.MAX_VALUE))
                .checkAssert(example::run);
    }

    /** Hands in a spoiled answer to the first request of this kind; the others are answered honestly. */
    private static void answer(Person person, Class<? extends Outgoing> kind, long seed) {
        for (Outgoing request : person.outgoing()) {
            ObjectNode honest = person.perform(request).body();
            ObjectNode answer = kind.isInstance(request) ? spoiled(honest, seed) : honest;
            person.machine().step(step -> {
                step.sent(request.id(), answer);
                return true;
            });
        }
    }

    private static ObjectNode spoiled(ObjectNode honest, long seed) {
        Random random = new Random(seed);
        ObjectNode copy = honest.deepCopy();
        List<Runnable> places = new ArrayList<>();
        places(copy, rubbish(random), places);
        if (!places.isEmpty()) {
            places.get(random.nextInt(places.size())).run();
        }
        return copy;
    }

    private static void places(JsonNode node, JsonNode rubbish, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                places.add(() -> object.set(name, rubbish));
                places.add(() -> object.remove(name));
                places.add(() -> object.set(name + "x", object.remove(name)));
                places(object.get(name), rubbish, places);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                places.add(() -> array.set(at, rubbish));
                places(array.get(i), rubbish, places);
            }
        }
    }

    private static JsonNode rubbish(Random random) {
        String zero = Base64.getEncoder().withoutPadding().encodeToString(new byte[32]);
        List<JsonNode> kinds = List.of(
                Json.parse("null"),
                Json.parse("5"),
                Json.parse("1.5e300"),
                Json.parse("123456789012345678901234567890"),
                Json.parse("true"),
                Json.parse("[]"),
                Json.parse("{}"),
                Json.parse("[".repeat(90) + "]".repeat(90)),
                Json.parse("\"\\ud800\""),
                Json.parse("\"\\u0000\""),
                Json.parse("\"" + "x".repeat(100_000) + "\""),
                Json.parse("\"" + zero + "\""),
                Json.parse("\"" + "/".repeat(42) + "8\""),
                Json.parse("\"@eve:example.org\""));
        return kinds.get(random.nextInt(kinds.size()));
    }
}
