package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lotusguild.lotus.crypto.primitive.Refusal.refusal;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

class MegolmTest {
    private final MegolmOutbound out = MegolmOutbound.create();

    @AfterEach
    void close() {
        out.close();
    }

    @Test
    void readsWhatWasWrittenWithItsIndex() {
        try (MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            String zero = out.encrypt("zero");
            String one = out.encrypt("eins 🪷");
            assertThat(out.index()).isEqualTo(2);
            assertThat(in.sessionId()).isEqualTo(out.sessionId());
            assertThat(in.decrypt(one)).isEqualTo(new MegolmInbound.Plaintext("eins 🪷", 1));
            assertThat(in.decrypt(zero)).isEqualTo(new MegolmInbound.Plaintext("zero", 0));
            assertThat(in.firstKnownIndex()).isZero();
        }
    }

    @Test
    void aKeyGivenLaterDoesNotReadWhatWasBefore() {
        String zero = out.encrypt("zero");
        try (MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            assertThat(in.firstKnownIndex()).isEqualTo(1);
            assertThat(refusal(() -> in.decrypt(zero))).isEqualTo(Kind.UNKNOWN_INDEX);
        }
    }

    @Test
    void anExportReadsFromItsIndexOn() {
        try (MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            String zero = out.encrypt("zero");
            String one = out.encrypt("one");
            Secret export = in.exportAt(1).orElseThrow();
            try (MegolmInbound later = MegolmInbound.fromExport(export)) {
                assertThat(later.sessionId()).isEqualTo(in.sessionId());
                assertThat(later.firstKnownIndex()).isEqualTo(1);
                assertThat(later.decrypt(one).text()).isEqualTo("one");
                assertThat(refusal(() -> later.decrypt(zero))).isEqualTo(Kind.UNKNOWN_INDEX);
                assertThat(later.exportAt(0)).isEmpty();
            }
            assertThatIllegalArgumentException().isThrownBy(() -> in.exportAt(-1));
        }
    }

    @Test
    void bothSidesSurviveTheirPickles() {
        try (MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey());
                MegolmInbound inAgain = MegolmInbound.fromPickle(in.pickle());
                MegolmOutbound outAgain = MegolmOutbound.fromPickle(out.pickle())) {
            assertThat(inAgain.decrypt(outAgain.encrypt("x")).text()).isEqualTo("x");
        }
    }

    @Test
    void anyFlippedByteIsRefused() {
        try (MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            byte[] wire = UnpaddedBase64.decode(out.encrypt("text"));
            for (int i = 0; i < wire.length; i++) {
                byte[] bad = wire.clone();
                bad[i] ^= 1;
                assertThat(refusal(() -> in.decrypt(UnpaddedBase64.encode(bad))))
                        .isIn(Kind.UNDECRYPTABLE);
            }
            assertThat(in.decrypt(UnpaddedBase64.encode(wire)).text()).isEqualTo("text");
        }
    }

    @Test
    void anotherSessionsMessageIsRefused() {
        try (MegolmOutbound other = MegolmOutbound.create();
                MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            assertThat(refusal(() -> in.decrypt(other.encrypt("x")))).isEqualTo(Kind.UNDECRYPTABLE);
        }
    }

    @Test
    void malformedKeysAreRefused() {
        for (String bad : List.of("", "AA", "not base64!", "AgAAAAA" + "A".repeat(300))) {
            assertThat(refusal(() -> MegolmInbound.fromSessionKey(new Secret(bad))))
                    .isEqualTo(Kind.MALFORMED);
            assertThat(refusal(() -> MegolmInbound.fromExport(new Secret(bad)))).isEqualTo(Kind.MALFORMED);
        }
        byte[] key = UnpaddedBase64.decode(out.sessionKey().value());
        key[10] ^= 1; // the signature no longer holds
        assertThat(refusal(() -> MegolmInbound.fromSessionKey(new Secret(UnpaddedBase64.encode(key)))))
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void aSessionThatAnybodyCouldSignForIsRefused() {
        byte[] export;
        try (MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            export = UnpaddedBase64.decode(in.exportAt(0).orElseThrow().value());
        }
        for (int i = export.length - 32; i < export.length; i++) {
            export[i] = 0; // the signing key stands last
        }
        assertThat(refusal(() -> MegolmInbound.fromExport(new Secret(UnpaddedBase64.encode(export)))))
                .isEqualTo(Kind.WEAK_KEY);
    }
}
