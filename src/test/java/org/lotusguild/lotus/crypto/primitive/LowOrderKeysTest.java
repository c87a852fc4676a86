package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.primitive.Refusal.refusal;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import de.connect2x.trixnity.crypto.driver.vodozemac.VodozemacCryptoDriver;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** Defect 3 of the binding: it makes sessions with keys whose shared secret everybody knows. */
class LowOrderKeysTest {
    /** Every encoding of a point of small order on Curve25519 and its twist, below 2^255. */
    private static final List<String> SMALL = List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    private final OlmAccount alice = OlmAccount.create();
    private final OlmAccount bob = OlmAccount.create();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void theBindingAloneAcceptsAnAllZeroKey() throws Exception {
        CryptoDriver driver = VodozemacCryptoDriver.INSTANCE;
        try (var zero = driver.getKey().getCurve25519PublicKey().invoke(new byte[32]);
                var account = driver.getOlm().getAccount().invoke();
                var session = account.createOutboundSession(zero, zero)) {
            assertThat(session.getSessionId()).isNotEmpty();
        }
    }

    @Test
    void noOutboundSessionIsMadeWithOne() {
        for (Curve25519Key weak : weakKeys()) {
            assertThat(Curve25519.isContributory(weak)).isFalse();
            assertThat(refusal(() -> alice.outbound(weak, bob.identityKey()))).isEqualTo(Kind.WEAK_KEY);
            assertThat(refusal(() -> alice.outbound(bob.identityKey(), weak))).isEqualTo(Kind.WEAK_KEY);
        }
    }

    @Test
    void noInboundSessionIsMadeWithOne() {
        OlmMessage honest = firstMessage();
        PreKey keys = PreKey.parse(honest);
        for (Curve25519Key weak : weakKeys()) {
            assertThat(refusal(() -> bob.inbound(honest, weak))).isEqualTo(Kind.WEAK_KEY);
            for (Curve25519Key inside : List.of(keys.identityKey(), keys.baseKey(), keys.ratchetKey())) {
                OlmMessage forged = replaced(honest, inside, weak);
                assertThat(refusal(() -> bob.inbound(forged, alice.identityKey())))
                        .isEqualTo(Kind.WEAK_KEY);
            }
        }
        bob.inbound(honest, alice.identityKey()).session().close(); // the one-time key was not spent on any
    }

    @Test
    void noRatchetIsTurnedWithOne() {
        OlmMessage first = firstMessage();
        try (OlmSession session = bob.inbound(first, alice.identityKey()).session();
                OlmSession back = OlmSession.fromPickle(session.pickle())) {
            OlmMessage normal = back.encrypt("answer");
            Curve25519Key ratchet = PreKey.ratchetKey(UnpaddedBase64.decode(normal.body()));
            for (Curve25519Key weak : weakKeys()) {
                assertThat(refusal(() -> session.decrypt(replaced(normal, ratchet, weak))))
                        .isEqualTo(Kind.WEAK_KEY);
                assertThat(refusal(() -> session.decrypt(
                                replaced(first, PreKey.parse(first).baseKey(), weak))))
                        .isEqualTo(Kind.WEAK_KEY);
            }
        }
    }

    @Test
    void noShortStringIsAgreedWithOne() {
        try (Sas sas = Sas.create();
                Sas other = Sas.create()) {
            for (Curve25519Key weak : weakKeys()) {
                assertThat(refusal(() -> sas.agree(weak))).isEqualTo(Kind.WEAK_KEY);
            }
            sas.agree(other.publicKey()).close();
        }
    }

    @Test
    void aMessageCannotSayAKeyTwice() {
        OlmMessage honest = firstMessage();
        byte[] wire = UnpaddedBase64.decode(honest.body());
        byte[] doubled = new byte[wire.length + 34];
        System.arraycopy(wire, 0, doubled, 0, wire.length);
        doubled[wire.length] = 0x12; // a second base key, all zero
        doubled[wire.length + 1] = 32;
        OlmMessage forged = new OlmMessage(OlmMessage.PRE_KEY, UnpaddedBase64.encode(doubled));
        assertThat(refusal(() -> bob.inbound(forged, alice.identityKey()))).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void honestKeysPass() {
        for (int i = 0; i < 50; i++) {
            try (Sas sas = Sas.create()) {
                assertThat(Curve25519.isContributory(sas.publicKey())).isTrue();
            }
        }
    }

    private OlmMessage firstMessage() {
        bob.generateOneTimeKeys(1);
        Curve25519Key oneTime = bob.oneTimeKeys().values().iterator().next();
        bob.markKeysAsPublished();
        try (OlmSession out = alice.outbound(bob.identityKey(), oneTime)) {
            return out.encrypt("hello");
        }
    }

    /** All of small order, with and without the bit that does not count. */
    private static List<Curve25519Key> weakKeys() {
        List<Curve25519Key> keys = new ArrayList<>();
        for (String hex : SMALL) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            keys.add(Curve25519Key.of(bytes));
            bytes[31] |= (byte) 0x80;
            keys.add(Curve25519Key.of(bytes));
        }
        return keys;
    }

    private static OlmMessage replaced(OlmMessage message, Curve25519Key old, Curve25519Key with) {
        HexFormat hex = HexFormat.of();
        String wire = hex.formatHex(UnpaddedBase64.decode(message.body()));
        String forged = wire.replace(hex.formatHex(old.bytes()), hex.formatHex(with.bytes()));
        assertThat(forged).isNotEqualTo(wire);
        return new OlmMessage(message.type(), UnpaddedBase64.encode(hex.parseHex(forged)));
    }
}
