package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.primitive.Refusal.refusal;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import de.connect2x.trixnity.crypto.driver.vodozemac.VodozemacCryptoDriver;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

class Ed25519Test {
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private final Ed25519Seed seed = Ed25519Seed.random(new SecureRandom());

    /** RFC 8032, section 7.1, the vectors whose message is text. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,r,"
                        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            })
    void signsAsTheStandardSays(String secret, String key, String message, String signature) {
        Ed25519Seed known = new Ed25519Seed(new Secret(base64(secret)));
        assertThat(known.publicKey().base64()).isEqualTo(base64(key));
        assertThat(known.sign(message)).isEqualTo(base64(signature));
        assertThat(known.publicKey().verifies(message, base64(signature))).isTrue();
    }

    @Test
    void verifiesWhatItSignedAndNothingElse() {
        Ed25519Key key = seed.publicKey();
        qt().withExamples(100)
                .forAll(strings().basicLatinAlphabet().ofLengthBetween(0, 300))
                .check(text -> {
                    String signature = seed.sign(text);
                    return key.verifies(text, signature) && !key.verifies(text + " ", signature);
                });
    }

    @Test
    void aFlippedBitOfTheSignatureIsFalse() {
        byte[] signature = UnpaddedBase64.decode(seed.sign("text"));
        Ed25519Key key = seed.publicKey();
        for (int i = 0; i < signature.length; i++) {
            byte[] bad = signature.clone();
            bad[i] ^= 4;
            assertThat(key.verifies("text", UnpaddedBase64.encode(bad))).isFalse();
        }
    }

    @Test
    void aSignatureHasOneFormOnly() {
        byte[] signature = UnpaddedBase64.decode(seed.sign("text"));
        byte[] s = new byte[32];
        System.arraycopy(signature, 32, s, 0, 32);
        byte[] moved = littleEndian(Curve25519.littleEndian(s).add(ORDER));
        System.arraycopy(moved, 0, signature, 32, 32);
        assertThat(seed.publicKey().verifies("text", UnpaddedBase64.encode(signature)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "äöü"})
    void rubbishIsNoSignature(String signature) {
        assertThat(seed.publicKey().verifies("text", signature)).isFalse();
    }

    /** With a key of small order anybody signs anything: R is the base point, S is 1. */
    @Test
    void theBindingAloneAcceptsASignatureThatAnybodyMakesAndWeDoNot() throws Exception {
        Ed25519Key weak = new Ed25519Key(base64("01" + "00".repeat(31)));
        String forged = base64("58" + "66".repeat(31) + "01" + "00".repeat(31));
        CryptoDriver driver = VodozemacCryptoDriver.INSTANCE;
        try (var key = driver.getKey().getEd25519PublicKey().invoke(weak.base64());
                var signature = driver.getKey().getEd25519Signature().invoke(forged)) {
            key.verify("anything", signature); // returns: accepted
        }
        assertThat(weak.weak()).isTrue();
        assertThat(weak.verifies("anything", forged)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"
            })
    void keysOfSmallOrderAreWeak(String hex) {
        assertThat(new Ed25519Key(base64(hex)).weak()).isTrue();
        String signature = base64(hex + "00".repeat(32));
        assertThat(seed.publicKey().verifies("text", signature)).isFalse();
    }

    @Test
    void honestKeysAreNotWeak() {
        assertThat(seed.publicKey().weak()).isFalse();
    }

    @Test
    void keysAreReadWithAndWithoutPaddingAndComparedAsOne() {
        String bare = seed.publicKey().base64();
        assertThat(bare).doesNotEndWith("=");
        assertThat(Ed25519Key.parse(bare + "=")).isEqualTo(seed.publicKey());
        assertThat(Curve25519Key.parse(bare + "=")).isEqualTo(Curve25519Key.parse(bare));
        for (String bad : List.of(
                "",
                "AAAA",
                bare + "A",
                bare + "=A",
                bare + "==",
                bare.substring(1),
                " " + bare,
                bare.replace(bare.charAt(0), '-'))) {
            assertThat(refusal(() -> Ed25519Key.parse(bad))).isEqualTo(Kind.MALFORMED);
            assertThat(refusal(() -> Curve25519Key.parse(bad))).isEqualTo(Kind.MALFORMED);
        }
    }

    @Test
    void bitsBeyondTheLastByteDoNotMakeAnotherKey() {
        String zero = "A".repeat(43);
        assertThat(Curve25519Key.parse("A".repeat(42) + "B"))
                .isEqualTo(Curve25519Key.parse(zero))
                .hasToString(zero);
    }

    @Test
    void aSeedNeverShowsItself() {
        assertThat(seed.toString()).doesNotContain(seed.seed().value());
    }

    private static String base64(String hex) {
        return UnpaddedBase64.encode(HexFormat.of().parseHex(hex));
    }

    private static byte[] littleEndian(BigInteger value) {
        byte[] out = new byte[32];
        for (int i = 0; i < 32; i++) {
            out[i] = value.shiftRight(8 * i).byteValue();
        }
        return out;
    }
}
