package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.CAROL;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.session;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.fake.Answer;
import org.lotusguild.lotus.crypto.fake.Forger;
import tools.jackson.databind.node.ObjectNode;

final class TrackingTest extends TwoPeople {
    @BeforeEach
    void begin() {
        alice.sync();
    }

    @Test
    void asksForNewUsersOnceAndForChangedOnesAgain() {
        track(BOB);
        assertThat(asked()).containsExactly(BOB);
        assertThat(asked()).containsExactly(BOB); // the same request until it is answered
        alice.flush();
        track(BOB);
        assertThat(asked()).isEmpty();
        change(BOB);
        assertThat(asked()).containsExactly(BOB);
    }

    @Test
    void ignoresChangesOfUsersItDoesNotFollow() {
        change(CAROL);
        assertThat(asked()).isEmpty();
    }

    @Test
    void marksSurviveARestart() {
        track(BOB);
        alice = scene.restart(alice);
        assertThat(asked()).containsExactly(BOB);
    }

    @Test
    void anAnswerToAnOlderQuestionDoesNotClean() {
        track(BOB);
        Outgoing query = alice.outgoing().getFirst();
        Answer answer = alice.perform(query);
        change(BOB);
        alice.machine().step(step -> {
            step.sent(query.id(), answer.body());
            return true;
        });
        assertThat(asked()).containsExactly(BOB);
    }

    @Test
    void usersThatLeftAreAskedForWhenTheyComeBack() {
        track(BOB);
        alice.flush();
        alice.machine()
                .step(step -> step.receive(
                        new SyncChanges(List.of(), Set.of(), Set.of(BOB, ALICE), Map.of(), Optional.empty())));
        assertThat(asked()).isEmpty();
        track(BOB);
        assertThat(asked()).containsExactly(BOB);
    }

    @Test
    void asksLessAndLessOftenWhileNoListComes() {
        scene.server.unreachable(BOB, true);
        track(BOB);
        alice.flush();
        assertThat(asked()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(15));
        assertThat(asked()).containsExactly(BOB);
        alice.flush();
        scene.clock.advance(Duration.ofSeconds(15));
        assertThat(asked()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(15));
        assertThat(asked()).containsExactly(BOB);
    }

    @Test
    void aFailedQueryIsAskedAgainLater() {
        track(BOB);
        Outgoing query = alice.outgoing().getFirst();
        alice.machine().step(step -> {
            step.failed(query.id(), new Failure.Refused(400, Json.object()));
            return true;
        });
        assertThat(asked()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(15));
        assertThat(asked()).containsExactly(BOB);
    }

    @Test
    void asksForAtMost250UsersInOneRequest() {
        alice.machine().step(step -> {
            step.track(IntStream.range(0, 260)
                    .mapToObj(i -> new UserId("@user" + i + ":example.org"))
                    .collect(Collectors.toSet()));
            return true;
        });
        assertThat(alice.outgoing().stream()
                        .map(request -> ((Outgoing.KeysQuery) request)
                                .body()
                                .get("device_keys")
                                .size())
                        .toList())
                .containsExactly(250, 10);
    }

    @Test
    void keepsTheKnownKeysWhenADeviceShowsOthers() {
        String before = session(alice.say(ROOM, policy(alice, bob), "1"));
        try (Forger thief = new Forger(scene.server, BOB, bob.device())) {
            thief.publish();
        }
        alice.sync();
        ObjectNode after = alice.say(ROOM, policy(alice, bob), "2");

        assertThat(scene.count(Ignored.CHANGED_DEVICE_KEYS)).isPositive();
        assertThat(session(after)).isEqualTo(before);
        bob.sync();
        assertThat(text(bob.read(ROOM, after))).isEqualTo("2");
    }

    @Test
    void aDeletedDeviceMayComeBackWithOtherKeys() {
        alice.say(ROOM, policy(alice, bob), "1");
        DeviceId device = bob.device();
        scene.server.logout(BOB, device);
        alice.sync();
        try (Forger fresh = new Forger(scene.server, BOB, device)) {
            fresh.publish();
            fresh.account().generateOneTimeKeys(1);
            fresh.offerOneTimeKey(
                    "AAAA", fresh.account().oneTimeKeys().values().iterator().next());
            alice.sync();
            alice.say(ROOM, policy(alice, bob), "2");
            assertThat(scene.server.waitingFor(BOB, device)).hasSize(1);
        }
        assertThat(scene.ignored).isEmpty();
    }

    @Test
    void takesNoKeysThatDoNotFit() {
        refuses(keys -> keys.put("user_id", CAROL.value()));
        refuses(keys -> keys.put("device_id", "OTHER"));
        refuses(keys -> keys.put("algorithms", "none"));
        refuses(keys -> keys.remove("signatures"));
        refuses(keys -> ((ObjectNode) keys.get("keys")).put("curve25519:BOB1", "A".repeat(43)));
        refuses(keys -> ((ObjectNode) keys.get("keys")).put("ed25519:BOB1", "A".repeat(43)));
        refuses(keys -> keys.put("extra", "not signed"));
    }

    private void refuses(Consumer<ObjectNode> change) {
        int before = scene.count(Ignored.BAD_DEVICE_KEYS);
        ObjectNode good = scene.server.deviceKeys(BOB, bob.device()).deepCopy();
        change.accept(scene.server.deviceKeys(BOB, bob.device()));
        alice.machine().step(step -> {
            step.receive(new SyncChanges(List.of(), Set.of(), Set.of(BOB), Map.of(), Optional.empty()));
            step.track(Set.of(BOB));
            return true;
        });
        alice.flush();
        assertThat(scene.count(Ignored.BAD_DEVICE_KEYS)).isEqualTo(before + 1);
        assertThat(alice.missing(Set.of(BOB))).isEmpty();
        ObjectNode shown = scene.server.deviceKeys(BOB, bob.device());
        shown.removeAll();
        shown.setAll(good);
    }

    private void track(UserId user) {
        alice.machine().step(step -> {
            step.track(Set.of(user));
            return true;
        });
    }

    private void change(UserId user) {
        alice.machine()
                .step(step ->
                        step.receive(new SyncChanges(List.of(), Set.of(user), Set.of(), Map.of(), Optional.empty())));
    }

    private List<UserId> asked() {
        return alice.outgoing().stream()
                .filter(Outgoing.KeysQuery.class::isInstance)
                .flatMap(request ->
                        Json.objectAt(((Outgoing.KeysQuery) request).body(), "device_keys").propertyNames().stream())
                .map(UserId::new)
                .toList();
    }
}
