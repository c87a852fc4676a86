package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;

/** Defect 1 of the binding: pickles are base64 of plain JSON with the private keys. */
class PickleTest {
    private final SecureRandom random = new SecureRandom();
    private final Vault vault = VaultKey.parse(VaultKey.generate(random)).vault("@bot:example.org DEVICE", random);
    private final Place place = new Place("crypto_account", "@bot:example.org", "DEVICE", "1");

    @Test
    void aSealedPickleShowsNothingAndComesBack() {
        try (OlmAccount account = OlmAccount.create()) {
            String pickle = account.pickle().value();
            assertThat(new String(UnpaddedBase64.decode(pickle), StandardCharsets.UTF_8))
                    .contains("signing_key"); // the defect
            String sealed = new String(vault.seal(pickle, place), StandardCharsets.ISO_8859_1);
            assertThat(sealed).doesNotContain("signing_key").doesNotContain(pickle.substring(0, 16));
            byte[] row = sealed.getBytes(StandardCharsets.ISO_8859_1);
            try (OlmAccount again = OlmAccount.fromPickle(new Secret(vault.openText(row, place)))) {
                assertThat(again.signingKey()).isEqualTo(account.signingKey());
            }
        }
    }

    @Test
    void aPickleNeverShowsItselfAsText() {
        try (OlmAccount account = OlmAccount.create()) {
            assertThat(account.pickle()).hasToString("<secret>");
        }
    }

    @Test
    void aBrokenPickleIsRefusedWithoutBeingQuoted() {
        for (String bad : List.of("", "AAAA", "eyJzaWduaW5nX2tleSI6ICJodW50ZXIyIn0", "hunter2!")) {
            Secret pickle = new Secret(bad);
            List<Runnable> readers = List.of(
                    () -> OlmAccount.fromPickle(pickle),
                    () -> OlmSession.fromPickle(pickle),
                    () -> MegolmInbound.fromPickle(pickle),
                    () -> MegolmOutbound.fromPickle(pickle));
            for (Runnable reader : readers) {
                try {
                    reader.run();
                    throw new AssertionError("accepted");
                } catch (CryptoException e) {
                    assertThat(e.kind()).isEqualTo(Kind.UNREADABLE_PICKLE);
                    assertThat(e).hasNoCause();
                    assertThat(e.getMessage()).doesNotContain("hunter2");
                }
            }
        }
    }
}
