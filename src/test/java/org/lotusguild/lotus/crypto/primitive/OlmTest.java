package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.primitive.Refusal.refusal;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

class OlmTest {
    private final OlmAccount alice = OlmAccount.create();
    private final OlmAccount bob = OlmAccount.create();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void twoDevicesTalkBothWays() {
        try (OlmSession out = alice.outbound(bob.identityKey(), oneTimeKey(bob))) {
            OlmMessage first = out.encrypt("hello");
            OlmAccount.Inbound in = bob.inbound(first, alice.identityKey());
            try (OlmSession back = in.session()) {
                assertThat(first.preKey()).isTrue();
                assertThat(in.plaintext()).isEqualTo("hello");
                OlmMessage answer = back.encrypt("ünd zurück 🪷");
                assertThat(answer.type()).isEqualTo(OlmMessage.NORMAL);
                assertThat(out.decrypt(answer)).isEqualTo("ünd zurück 🪷");
            }
        }
    }

    @Test
    void sessionIdOfAPreKeyMessageIsTheSessionsOwn() {
        try (OlmSession out = alice.outbound(bob.identityKey(), oneTimeKey(bob));
                OlmSession other = alice.outbound(bob.identityKey(), oneTimeKey(bob))) {
            OlmMessage first = out.encrypt("1");
            OlmMessage second = out.encrypt("2");
            try (OlmSession in = bob.inbound(first, alice.identityKey()).session()) {
                assertThat(first.sessionId()).isEqualTo(out.sessionId()).isEqualTo(in.sessionId());
                assertThat(first.identityKey()).isEqualTo(alice.identityKey());
                assertThat(in.matches(second)).isTrue();
                assertThat(other.matches(second)).isFalse();
                assertThat(in.decrypt(second)).isEqualTo("2");
            }
        }
    }

    @Test
    void aReplayedPreKeyMessageNamesTheOneTimeKey() {
        try (OlmSession out = alice.outbound(bob.identityKey(), oneTimeKey(bob))) {
            OlmMessage first = out.encrypt("hello");
            bob.inbound(first, alice.identityKey()).session().close();
            assertThat(refusal(() -> bob.inbound(first, alice.identityKey()))).isEqualTo(Kind.UNKNOWN_ONE_TIME_KEY);
        }
    }

    @Test
    void aReplayedMessageIsRefusedAndTheSessionGoesOn() {
        try (OlmSession out = alice.outbound(bob.identityKey(), oneTimeKey(bob))) {
            OlmMessage first = out.encrypt("1");
            try (OlmSession in = bob.inbound(first, alice.identityKey()).session()) {
                assertThat(refusal(() -> in.decrypt(first))).isEqualTo(Kind.UNDECRYPTABLE);
                assertThat(in.decrypt(out.encrypt("2"))).isEqualTo("2");
            }
        }
    }

    @Test
    void aPreKeyMessageOfAnotherSenderThanItsEnvelopeIsRefused() {
        try (OlmAccount mallory = OlmAccount.create();
                OlmSession out = alice.outbound(bob.identityKey(), oneTimeKey(bob))) {
            OlmMessage first = out.encrypt("hello");
            assertThat(refusal(() -> bob.inbound(first, mallory.identityKey()))).isEqualTo(Kind.UNDECRYPTABLE);
            bob.inbound(first, alice.identityKey()).session().close(); // and the one-time key was not spent on it
        }
    }

    @Test
    void rubbishIsMalformed() {
        Curve25519Key sender = alice.identityKey();
        assertThat(refusal(() -> bob.inbound(new OlmMessage(0, "%%"), sender))).isEqualTo(Kind.MALFORMED);
        assertThat(refusal(() -> bob.inbound(new OlmMessage(0, ""), sender))).isEqualTo(Kind.MALFORMED);
        assertThat(refusal(() -> bob.inbound(new OlmMessage(0, "AwoD"), sender)))
                .isEqualTo(Kind.MALFORMED);
        assertThat(refusal(() -> bob.inbound(new OlmMessage(1, "Awo"), sender))).isEqualTo(Kind.MALFORMED);
        try (OlmSession out = alice.outbound(bob.identityKey(), oneTimeKey(bob))) {
            assertThat(refusal(() -> out.decrypt(new OlmMessage(1, "AwoD")))).isEqualTo(Kind.MALFORMED);
            assertThat(refusal(() -> out.decrypt(new OlmMessage(2, "AwoD")))).isEqualTo(Kind.MALFORMED);
        }
    }

    @Test
    void aSessionSurvivesItsPickle() {
        try (OlmSession out = alice.outbound(bob.identityKey(), oneTimeKey(bob));
                OlmSession again = OlmSession.fromPickle(out.pickle())) {
            OlmAccount.Inbound in = bob.inbound(again.encrypt("hello"), alice.identityKey());
            in.session().close();
            assertThat(in.plaintext()).isEqualTo("hello");
        }
    }

    @Test
    void anAccountSurvivesItsPickleWithKeysUnpublished() {
        alice.generateOneTimeKeys(3);
        try (OlmAccount again = OlmAccount.fromPickle(alice.pickle())) {
            assertThat(again.identityKey()).isEqualTo(alice.identityKey());
            assertThat(again.signingKey()).isEqualTo(alice.signingKey());
            assertThat(again.oneTimeKeys()).hasSize(3).isEqualTo(alice.oneTimeKeys());
        }
    }

    @Test
    void publishedKeysAreNotOfferedAgainButStillWork() {
        Curve25519Key key = oneTimeKey(bob);
        bob.generateFallbackKey();
        Curve25519Key fallback = bob.fallbackKey().orElseThrow().key();
        bob.markKeysAsPublished();
        assertThat(bob.oneTimeKeys()).isEmpty();
        assertThat(bob.fallbackKey()).isEmpty();
        for (Curve25519Key theirs : new Curve25519Key[] {key, fallback, fallback}) {
            try (OlmSession out = alice.outbound(bob.identityKey(), theirs)) {
                OlmAccount.Inbound in = bob.inbound(out.encrypt("x"), alice.identityKey());
                in.session().close();
                assertThat(in.plaintext()).isEqualTo("x");
            }
        }
    }

    @Test
    void theFallbackKeyBeforeStaysUntilItIsForgotten() {
        bob.generateFallbackKey();
        Curve25519Key old = bob.fallbackKey().orElseThrow().key();
        bob.markKeysAsPublished();
        bob.generateFallbackKey();
        Curve25519Key present = bob.fallbackKey().orElseThrow().key();
        try (OlmSession one = alice.outbound(bob.identityKey(), old);
                OlmSession two = alice.outbound(bob.identityKey(), old);
                OlmSession three = alice.outbound(bob.identityKey(), present)) {
            bob.inbound(one.encrypt("x"), alice.identityKey()).session().close();
            bob.forgetFallbackKey();
            assertThat(refusal(() -> bob.inbound(two.encrypt("x"), alice.identityKey())))
                    .isEqualTo(Kind.UNKNOWN_ONE_TIME_KEY);
            bob.inbound(three.encrypt("x"), alice.identityKey()).session().close();
        }
    }

    @Test
    void fillsFiftyOneTimeKeysWithDistinctIds() {
        bob.generateOneTimeKeys(50);
        Map<String, Curve25519Key> keys = bob.oneTimeKeys();
        assertThat(keys).hasSize(50);
        assertThat(keys.values()).doesNotHaveDuplicates();
    }

    @Test
    void signsWithItsSigningKey() {
        String signature = alice.sign("{\"a\":1}");
        assertThat(alice.signingKey().verifies("{\"a\":1}", signature)).isTrue();
        assertThat(alice.signingKey().verifies("{\"a\":2}", signature)).isFalse();
        assertThat(bob.signingKey().verifies("{\"a\":1}", signature)).isFalse();
    }

    private static Curve25519Key oneTimeKey(OlmAccount account) {
        account.generateOneTimeKeys(1);
        Curve25519Key key = account.oneTimeKeys().values().iterator().next();
        account.markKeysAsPublished();
        return key;
    }
}
