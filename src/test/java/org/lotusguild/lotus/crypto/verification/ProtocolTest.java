package org.lotusguild.lotus.crypto.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Seed;
import org.lotusguild.lotus.crypto.verification.TwoSides.Side;
import tools.jackson.databind.node.ObjectNode;

/** Every move of an exchange, and what is false in it. */
final class ProtocolTest {
    private final List<TwoSides> made = new ArrayList<>();

    private TwoSides two() {
        TwoSides two = new TwoSides();
        made.add(two);
        return two;
    }

    @AfterEach
    void close() {
        made.forEach(TwoSides::close);
    }

    private static void agree(Side side) {
        side.play(side.protocol().agree(side.now));
    }

    @Test
    void bothShowTheSameAndProveTheirKeys() {
        TwoSides two = two().comparing();
        assertThat(two.alice.now.emoji()).hasSize(7).isEqualTo(two.bob.now.emoji());
        assertThat(two.alice.now.decimals()).hasSize(3).isEqualTo(two.bob.now.decimals());
        agree(two.alice);
        two.talk();
        assertThat(two.alice.now.over()).isFalse();
        assertThat(two.bob.now.over()).isFalse();
        agree(two.bob);
        two.talk();
        for (Side side : List.of(two.alice, two.bob)) {
            assertThat(side.now.phase()).isInstanceOfSatisfying(Phase.Done.class, done -> {
                assertThat(done.proof().device()).isTrue();
                assertThat(done.proof().master()).isTrue();
            });
            assertThat(side.said).last().matches(saying -> saying.type().equals("m.key.verification.done"));
        }
    }

    @Test
    void saysItselfInTheWordsOfTheSpecification() {
        TwoSides two = two().comparing();
        agree(two.alice);
        ObjectNode start = two.alice.lastSaid("start");
        assertThat(Json.text(start))
                .isEqualTo("{\"from_device\":\"A\",\"method\":\"m.sas.v1\","
                        + "\"key_agreement_protocols\":[\"curve25519-hkdf-sha256\"],\"hashes\":[\"sha256\"],"
                        + "\"message_authentication_codes\":[\"hkdf-hmac-sha256.v2\"],"
                        + "\"short_authentication_string\":[\"emoji\",\"decimal\"],\"transaction_id\":\"t\"}");
        assertThat(two.bob.lastSaid("accept").propertyNames())
                .contains("commitment", "hash", "key_agreement_protocol", "message_authentication_code");
        assertThat(Json.objectAt(two.alice.lastSaid("mac"), "mac").propertyNames())
                .containsExactlyInAnyOrder("ed25519:A", "ed25519:" + two.alice.master);
    }

    @Test
    void everythingMayComeTwice() {
        TwoSides two = two().accepted();
        boolean more = true;
        while (more) {
            more = twice(two.alice, two.bob) | twice(two.bob, two.alice);
        }
        agree(two.alice);
        agree(two.bob);
        while (twice(two.alice, two.bob) | twice(two.bob, two.alice)) {
            // on
        }
        assertThat(two.alice.now.phase()).isInstanceOf(Phase.Done.class);
        assertThat(two.bob.now.phase()).isInstanceOf(Phase.Done.class);
    }

    private static boolean twice(Side from, Side to) {
        if (!TwoSides.step(from, to)) {
            return false;
        }
        int said = to.said.size();
        Turn.Saying last = from.heard.getLast();
        to.hear(last.type().substring(Words.PREFIX.length()), last.content());
        assertThat(to.said).hasSize(said);
        return true;
    }

    @Test
    void aHumanWhoSeesOtherEmojiEndsIt() {
        TwoSides two = two().comparing();
        two.alice.play(two.alice.protocol().differ(two.alice.now));
        two.talk();
        assertThat(two.alice.code()).isEqualTo("m.mismatched_sas");
        assertThat(two.bob.now.phase())
                .isEqualTo(new Phase.Cancelled("m.mismatched_sas", "the emoji are not the same", false));
    }

    @Test
    void endsAfterTenMinutesAndNotBefore() {
        TwoSides two = two();
        assertThat(two.alice.now.late(TwoSides.NOW.plus(Exchange.LIMIT).minusMillis(1)))
                .isFalse();
        assertThat(two.alice.now.late(TwoSides.NOW.plus(Exchange.LIMIT))).isTrue();
        assertThat(Exchange.LIMIT).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void refusesAMethodThatItDoesNotKnow() {
        TwoSides scan = two();
        ObjectNode ready = Json.object().put("from_device", "B");
        ready.putArray("methods").add("m.qr_code.scan.v1");
        scan.alice.hear("ready", ready);
        assertThat(scan.alice.code()).isEqualTo("m.unknown_method");

        for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(
                start -> start.put("method", "m.reciprocate.v1"),
                start -> start.remove("method"),
                start -> start.putArray("hashes").add("sha512"),
                start -> start.putArray("key_agreement_protocols").add("curve25519"),
                start -> start.putArray("message_authentication_codes").add("hkdf-hmac-sha256"),
                start -> start.put("short_authentication_string", "emoji"))) {
            TwoSides two = two().accepted();
            TwoSides.step(two.bob, two.alice);
            ObjectNode start = two.alice.lastSaid("start").deepCopy();
            change.accept(start);
            two.bob.hear("start", start);
            assertThat(two.bob.code()).isEqualTo("m.unknown_method");
        }
    }

    @Test
    void refusesARequestWithoutItsMethod() {
        TwoSides two = two();
        Turn turn = Protocol.requested(two.bob.now, Json.object().put("from_device", "A"));
        two.bob.play(turn);
        assertThat(two.bob.code()).isEqualTo("m.unknown_method");
    }

    @Test
    void ofTwoStartsTheOneOfTheLowerUserCounts() {
        TwoSides two = two().accepted();
        TwoSides.step(two.bob, two.alice);
        assertThat(two.alice.now.phase()).isInstanceOf(Phase.Started.class);
        ObjectNode theirs = two.alice.lastSaid("start").deepCopy().put("from_device", "B");
        two.alice.hear("start", theirs);
        assertThat(two.alice.now.phase()).isInstanceOf(Phase.Started.class);

        TwoSides turned = new TwoSides("@bob:example.org", "@alice:example.org");
        made.add(turned);
        turned.accepted();
        TwoSides.step(turned.bob, turned.alice); // "alice" is the asking side, here the higher user
        turned.alice.hear("start", turned.alice.lastSaid("start").deepCopy().put("from_device", "B"));
        assertThat(turned.alice.now.phase()).isInstanceOf(Phase.Committed.class);
    }

    @Test
    void ofTwoStartsOfOneUserTheOneOfTheLowerDeviceCounts() {
        TwoSides two = new TwoSides("@bob:example.org", "@bob:example.org");
        made.add(two);
        two.accepted();
        TwoSides.step(two.bob, two.alice);
        two.alice.hear("start", two.alice.lastSaid("start").deepCopy().put("from_device", "B"));
        assertThat(two.alice.now.phase()).isInstanceOf(Phase.Started.class); // A before B
    }

    @Test
    void aKeyMustBeTheOneThatWasCommittedTo() {
        TwoSides two = two().accepted();
        TwoSides.step(two.bob, two.alice); // ready
        TwoSides.step(two.alice, two.bob); // start
        TwoSides.step(two.bob, two.alice); // accept
        try (ThrowAway other = new ThrowAway()) {
            two.alice.hear("key", Json.object().put("key", other.publicKey().base64()));
        }
        assertThat(two.alice.code()).isEqualTo("m.mismatched_commitment");
    }

    @Test
    void aStartChangedOnTheWayBreaksTheCommitment() {
        TwoSides two = two().accepted();
        TwoSides.step(two.bob, two.alice);
        ObjectNode start = two.alice.lastSaid("start").deepCopy();
        start.putArray("short_authentication_string").add("decimal"); // to make the humans compare less
        two.bob.hear("start", start);
        two.alice.hear("accept", two.bob.lastSaid("accept"));
        two.bob.hear("key", two.alice.lastSaid("key"));
        two.alice.hear("key", two.bob.lastSaid("key"));
        assertThat(two.alice.code()).isEqualTo("m.mismatched_commitment");
    }

    @Test
    void aWeakOrBrokenKeyIsInvalid() {
        for (String key : List.of("A".repeat(43), "short", "")) {
            TwoSides two = two().accepted();
            TwoSides.step(two.bob, two.alice);
            TwoSides.step(two.alice, two.bob);
            two.bob.hear("key", Json.object().put("key", key));
            assertThat(two.bob.code()).isEqualTo("m.invalid_message");
        }
    }

    @Test
    void aSecondKeyThatDiffersIsUnexpected() {
        TwoSides two = two().comparing();
        try (ThrowAway other = new ThrowAway()) {
            two.alice.hear("key", Json.object().put("key", other.publicKey().base64()));
        }
        assertThat(two.alice.code()).isEqualTo("m.unexpected_message");
    }

    @Test
    void aSecondMacThatDiffersIsUnexpected() {
        TwoSides two = two().comparing();
        agree(two.alice);
        two.talk();
        ObjectNode mac = two.alice.lastSaid("mac").deepCopy();
        mac.put("keys", mac.path("keys").asString() + "=");
        two.bob.hear("mac", mac);
        assertThat(two.bob.code()).isEqualTo("m.unexpected_message");
    }

    @Test
    void aFalseMacProvesNothing() {
        for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(
                mac -> Json.objectAt(mac, "mac").put("ed25519:A", "AAAA"),
                mac -> Json.objectAt(mac, "mac").remove("ed25519:A"),
                mac -> mac.put("keys", "AAAA"),
                mac -> mac.remove("keys"),
                mac -> mac.set("mac", Json.object()))) {
            TwoSides two = two().comparing();
            agree(two.bob);
            agree(two.alice);
            ObjectNode mac = two.alice.lastSaid("mac").deepCopy();
            change.accept(mac);
            two.bob.hear("mac", mac);
            assertThat(two.bob.code()).isEqualTo("m.key_mismatch");
        }
    }

    @Test
    void keysThatTheServerShowsOtherwiseAreAMismatch() {
        TwoSides two = two().comparing();
        Ed25519Key other = Ed25519Seed.random(new SecureRandom()).publicKey();
        two.bob.other = Optional.of(new Peer(two.alice.device, other, Optional.of(two.alice.master)));
        agree(two.alice);
        two.talk();
        assertThat(two.bob.code()).isEqualTo("m.key_mismatch");

        TwoSides forged = two();
        forged.bob.other = Optional.of(new Peer(forged.alice.device, other, Optional.of(forged.alice.master)));
        forged.comparing();
        agree(forged.alice);
        forged.talk();
        assertThat(forged.bob.code()).isEqualTo("m.key_mismatch");
    }

    @Test
    void aDeviceThatTheServerDoesNotShowCannotBeVerified() {
        TwoSides two = two();
        two.bob.other = Optional.empty();
        two.accepted();
        assertThat(two.bob.code()).isEqualTo("m.key_mismatch");
    }

    @Test
    void oneOfSeveralAskedDevicesTakesIt() {
        TwoSides two = two();
        Set<DeviceId> all = Set.of(two.bob.device, new DeviceId("C"), new DeviceId("D"));
        two.alice.play(Protocol.ask("t", new Flow.ToDevice("t", all), two.alice.own(), two.bob.user, TwoSides.NOW));
        ObjectNode ready = Json.object().put("from_device", "B");
        ready.putArray("methods").add("m.sas.v1");
        two.alice.hear("ready", ready);
        assertThat(two.alice.said).last().satisfies(saying -> {
            assertThat(saying.to()).containsExactlyInAnyOrder(new DeviceId("C"), new DeviceId("D"));
            assertThat(saying.content().path("code").asString()).isEqualTo("m.accepted");
        });
        assertThat(two.alice.said.get(1).to()).containsExactly(two.bob.device);
    }

    /** Whatever comes in whatever order, nothing throws, and nobody is verified whose human did not agree. */
    @Test
    void noDisorderVerifiesAnybody() {
        qt().withExamples(200)
                .forAll(lists().of(integers().between(0, 9)).ofSizes(integers().between(1, 30)))
                .checkAssert(moves -> {
                    try (TwoSides two = new TwoSides()) {
                        moves.forEach(move -> disorder(two, move));
                        assertThat(two.alice.now.phase()).isNotInstanceOf(Phase.Done.class);
                    }
                });
    }

    private static void disorder(TwoSides two, int move) {
        switch (move) {
            case 0 -> two.accepted();
            case 1, 2 -> TwoSides.step(two.alice, two.bob);
            case 3, 4 -> TwoSides.step(two.bob, two.alice);
            case 5 -> agree(two.bob);
            case 6 ->
                two.bob.said.forEach(
                        saying -> two.alice.hear(saying.type().substring(Words.PREFIX.length()), saying.content()));
            case 7 ->
                List.copyOf(two.alice.said)
                        .forEach(saying ->
                                two.alice.hear(saying.type().substring(Words.PREFIX.length()), saying.content()));
            case 8 -> two.alice.hear("key", Json.object().put("key", 5));
            default ->
                two.bob.hear("start", Json.object().put("from_device", "A").put("weight", 1.5));
        }
    }
}
