package org.lotusguild.lotus.crypto.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.quicktheories.QuickTheory;
import org.quicktheories.generators.SourceDSL;
import tools.jackson.databind.node.ObjectNode;

final class SecretStorageTest {
    private static final String NAME = "m.cross_signing.master";
    /** Closed by matrix-js-sdk 43 with the key of the bytes 1 to 32. */
    private static final ObjectNode KNOWN = Json.parseObject("""
            {"iv":"QD/sHAxoKmYKhUzYiRp72A==","ciphertext":"sZZh3G03gL8=",
             "mac":"bTFemSR6Ui90nUFevYJi+Kv0hVE00rBOIrCrfiDDny0="}
            """);

    private final SecureRandom random = new SecureRandom();
    private final SecretStorage storage = new SecretStorage(RecoveryKeyTest.known(), random);
    private final SecretStorage other = new SecretStorage(RecoveryKey.create(random), random);

    @Test
    void opensWhatTheIndependentClientClosed() {
        assertThat(storage.open(NAME, KNOWN)).contains(new Secret("c2VjcmV0"));
    }

    @Test
    void knowsItsKeyByTheIndependentClientsDescription() {
        ObjectNode description = Json.parseObject("""
                {"algorithm":"m.secret_storage.v1.aes-hmac-sha2","iv":"0gG69gTeCSYg1FS0aXmwuA==",
                 "mac":"okzrH6H0INlsXwJAKExL+Ar0oh1qvZbVbOteoaUw9XI="}
                """);
        assertThat(storage.fits(description)).isTrue();
        assertThat(other.fits(description)).isFalse();
    }

    @Test
    void knowsItsKeyByItsOwnDescriptionAndNoOther() {
        assertThat(storage.fits(storage.description())).isTrue();
        assertThat(other.fits(storage.description())).isFalse();
        assertThat(storage.fits(Json.object())).isFalse();
        assertThat(storage.fits(storage.description().put("algorithm", "m.other")))
                .isFalse();
        assertThat(storage.fits(storage.description().put("iv", "AA"))).isFalse();
    }

    @Test
    void opensUnderTheSameNameOnly() {
        ObjectNode closed = storage.close(NAME, new Secret("seed"));
        assertThat(storage.open(NAME, closed)).contains(new Secret("seed"));
        assertThat(storage.open("m.cross_signing.self_signing", closed)).isEmpty();
        assertThat(other.open(NAME, closed)).isEmpty();
    }

    @Test
    void refusesWhatWasChanged() {
        ObjectNode closed = storage.close(NAME, new Secret("seed"));
        byte[] bytes = Base64.getDecoder().decode(closed.get("ciphertext").stringValue());
        bytes[0] ^= 1;
        assertThat(storage.open(
                        NAME,
                        closed.deepCopy().put("ciphertext", Base64.getEncoder().encodeToString(bytes))))
                .isEmpty();
        assertThat(storage.open(NAME, closed.deepCopy().put("mac", "***"))).isEmpty();
        assertThat(storage.open(NAME, closed.deepCopy().put("iv", "AA"))).isEmpty();
        assertThat(storage.open(NAME, Json.object())).isEmpty();
    }

    @Test
    void leavesBit63OfTheCounterZero() {
        for (int i = 0; i < 100; i++) {
            byte[] iv = Base64.getDecoder()
                    .decode(storage.close(NAME, new Secret("")).get("iv").stringValue());
            assertThat(iv[8]).isNotNegative();
        }
    }

    @Test
    void keepsEveryText() {
        QuickTheory.qt()
                .forAll(SourceDSL.strings().betweenCodePoints(0x20, 0xD7FF).ofLengthBetween(0, 200))
                .checkAssert(text -> assertThat(storage.open(NAME, storage.close(NAME, new Secret(text))))
                        .contains(new Secret(text)));
    }
}
