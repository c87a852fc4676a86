package org.lotusguild.lotus.stack.archive;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.lotusguild.lotus.base.Secret;

/** The keys of age: whoever has the recipient's key can close a file, only who has the identity opens it. */
public final class AgeKey {
    static final int LENGTH = 32;
    private static final String RECIPIENT = "age";
    private static final String IDENTITY = "age-secret-key-";
    private static final byte[] BASE_POINT = basePoint();

    private AgeKey() {}

    /** A new identity, written as {@code AGE-SECRET-KEY-1…}. */
    public static Secret identity(SecureRandom random) {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        return new Secret(Bech32.write(IDENTITY, key).toUpperCase(Locale.ROOT));
    }

    /** What others may know of an identity, {@code age1…}. */
    public static String recipientOf(Secret identity) {
        return Bech32.write(RECIPIENT, agree(identityKey(identity), BASE_POINT));
    }

    /** The identity in a file of {@code age-keygen}: the line that is no comment. */
    public static Optional<Secret> identityIn(String file) {
        return file.lines()
                .map(String::strip)
                .filter(line -> line.toUpperCase(Locale.ROOT).startsWith(IDENTITY.toUpperCase(Locale.ROOT)))
                .findFirst()
                .map(Secret::new);
    }

    /** @throws IllegalArgumentException with what is wrong with it */
    public static byte[] recipientKey(String recipient) {
        return sized(Bech32.read(RECIPIENT, recipient));
    }

    /** @throws IllegalArgumentException with what is wrong with it */
    static byte[] identityKey(Secret identity) {
        return sized(Bech32.read(IDENTITY, identity.value()));
    }

    private static byte[] sized(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("it has " + key.length + " bytes instead of " + LENGTH);
        }
        return key;
    }

    /** X25519 of RFC 7748. */
    static byte[] agree(byte[] scalar, byte[] point) {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            PrivateKey own = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
            XECPublicKey other = (XECPublicKey)
                    keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(point)));
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is of no use: " + e.getMessage(), e);
        }
    }

    /** The wire has the lowest byte first, and its highest bit does not count. */
    private static BigInteger coordinate(byte[] point) {
        byte[] turned = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            turned[i] = point[LENGTH - 1 - i];
        }
        turned[0] &= 0x7f;
        return new BigInteger(1, turned);
    }

    static byte[] publicKey(byte[] scalar) {
        return agree(scalar, BASE_POINT);
    }

    private static byte[] basePoint() {
        byte[] point = new byte[LENGTH];
        Arrays.fill(point, (byte) 0);
        point[0] = 9;
        return point;
    }
}
