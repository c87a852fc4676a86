package org.lotusguild.lotus.crypto.primitive;

import java.security.SecureRandom;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * The private half of an Ed25519 key, for keys that live outside an Olm account (cross-signing).
 *
 * @param seed 32 bytes, unpadded base64: the form of secret storage
 */
public record Ed25519Seed(Secret seed) {
    private static final int LENGTH = 32;

    /** @throws CryptoException {@code MALFORMED} if these are not 32 bytes in base64, padded or not */
    public Ed25519Seed {
        seed = new Secret(UnpaddedBase64.encode(UnpaddedBase64.decode(seed.value(), LENGTH, "seed")));
    }

    public static Ed25519Seed random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new Ed25519Seed(new Secret(UnpaddedBase64.encode(bytes)));
    }

    public Ed25519Key publicKey() {
        return Binding.call(Kind.MALFORMED, driver -> {
            try (var key = driver.getKey().getEd25519SecretKey().invoke(seed.value());
                    var pub = key.getPublicKey()) {
                return new Ed25519Key(pub.getBase64());
            }
        });
    }

    /** The signature over the UTF-8 bytes, unpadded base64. */
    public String sign(String message) {
        return Binding.call(Kind.MALFORMED, driver -> {
            try (var key = driver.getKey().getEd25519SecretKey().invoke(seed.value());
                    var signature = key.sign(message)) {
                return signature.getBase64();
            }
        });
    }
}
