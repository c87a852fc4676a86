package org.lotusguild.lotus.crypto.primitive;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * Refuses public keys that would make a shared secret known to everybody. The library inside the binding makes sessions
 * with an all-zero key; the JDK refuses keys of small order, so it is asked first.
 */
public final class Curve25519 {
    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final Curve25519Key BASE_POINT = Curve25519Key.of(basePoint());
    private static final PrivateKey THROW_AWAY = throwAway();

    private Curve25519() {}

    /** @throws CryptoException {@code WEAK_KEY} if the key is of small order or not written in the one honest way */
    public static void requireContributory(Curve25519Key key) {
        agree(THROW_AWAY, key);
    }

    /** The public half of 32 random bytes. */
    public static Curve25519Key publicKey(byte[] seed) {
        return Curve25519Key.of(agree(seed, BASE_POINT));
    }

    /**
     * The shared secret of X25519.
     *
     * @throws CryptoException {@code WEAK_KEY} as {@link #requireContributory}
     */
    public static byte[] agree(byte[] seed, Curve25519Key key) {
        try {
            return agree(
                    KeyFactory.getInstance("X25519")
                            .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, seed)),
                    key);
        } catch (GeneralSecurityException e) {
            throw new CryptoException(Kind.FAILED, "the Java runtime has no X25519", e);
        }
    }

    private static byte[] agree(PrivateKey ours, Curve25519Key key) {
        BigInteger u = littleEndian(key.bytes());
        if (u.compareTo(PRIME) >= 0) {
            throw new CryptoException(Kind.WEAK_KEY, "the Curve25519 key is not in canonical form");
        }
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(ours);
            agreement.doPhase(
                    KeyFactory.getInstance("X25519").generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)),
                    true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            throw new CryptoException(Kind.WEAK_KEY, "the Curve25519 key has small order", e);
        } catch (GeneralSecurityException e) {
            throw new CryptoException(Kind.FAILED, "the Java runtime has no X25519", e);
        }
    }

    /** The same as a question. */
    public static boolean isContributory(Curve25519Key key) {
        try {
            requireContributory(key);
            return true;
        } catch (CryptoException e) {
            if (e.kind() == Kind.WEAK_KEY) {
                return false;
            }
            throw e;
        }
    }

    static BigInteger littleEndian(byte[] wire) {
        byte[] big = new byte[wire.length];
        for (int i = 0; i < wire.length; i++) {
            big[i] = wire[wire.length - 1 - i];
        }
        return new BigInteger(1, big);
    }

    private static byte[] basePoint() {
        byte[] nine = new byte[Curve25519Key.LENGTH];
        nine[0] = 9;
        return nine;
    }

    private static PrivateKey throwAway() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new CryptoException(Kind.FAILED, "the Java runtime has no X25519", e);
        }
    }
}
