package org.lotusguild.lotus.crypto.primitive;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * A public Ed25519 key: fingerprint of a device, or a cross-signing key.
 *
 * @param base64 32 bytes, unpadded base64
 */
public record Ed25519Key(String base64) implements Comparable<Ed25519Key> {
    private static final int LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;
    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The y coordinates of the eight points of small order (RFC 8032 curve): their signatures hold for anything. */
    private static final Set<BigInteger> SMALL_ORDER = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            PRIME.subtract(BigInteger.ONE),
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
            new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

    /** @throws CryptoException {@code MALFORMED} if these are not 32 bytes in base64, padded or not */
    public Ed25519Key {
        base64 = UnpaddedBase64.encode(UnpaddedBase64.decode(base64, LENGTH, "Ed25519 key"));
    }

    /** @throws CryptoException {@code MALFORMED} if these are not 32 bytes in base64, padded or not */
    public static Ed25519Key parse(String text) {
        return new Ed25519Key(text);
    }

    public byte[] bytes() {
        return UnpaddedBase64.decode(base64);
    }

    /** Whether the key is of small order or not in canonical form: no honest client has one, and anybody signs with it. */
    public boolean weak() {
        return weakPoint(bytes());
    }

    /**
     * Whether the signature (base64) is this key's over the UTF-8 bytes of the message. The binding verifies without the
     * strict check, so the JDK verifies as well and both must agree; weak keys and weak commitments are refused.
     */
    public boolean verifies(String message, String signature) {
        byte[] bytes;
        try {
            bytes = UnpaddedBase64.decode(signature, SIGNATURE_LENGTH, "signature");
        } catch (CryptoException e) {
            return false;
        }
        return !weak() && !weakPoint(bytes) && jdkVerifies(message, bytes) && bindingVerifies(message, bytes);
    }

    private boolean jdkVerifies(String message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(jdkKey());
            verifier.update(message.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // no point of the curve, or a signature out of range
        }
    }

    private PublicKey jdkKey() throws GeneralSecurityException {
        byte[] wire = bytes();
        boolean odd = (wire[LENGTH - 1] & 0x80) != 0;
        wire[LENGTH - 1] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, Curve25519.littleEndian(wire));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private boolean bindingVerifies(String message, byte[] signature) {
        try {
            return Binding.call(Kind.MALFORMED, driver -> {
                try (var key = driver.getKey().getEd25519PublicKey().invoke(base64);
                        var sig = driver.getKey().getEd25519Signature().invoke(UnpaddedBase64.encode(signature))) {
                    key.verify(message, sig);
                    return true;
                }
            });
        } catch (CryptoException e) {
            if (e.kind() == Kind.MALFORMED) {
                return false;
            }
            throw e;
        }
    }

    /** Looks at the first 32 bytes: the point, or the commitment R of a signature. */
    private static boolean weakPoint(byte[] wire) {
        byte[] y = new byte[LENGTH];
        System.arraycopy(wire, 0, y, 0, LENGTH);
        y[LENGTH - 1] &= 0x7f;
        BigInteger value = Curve25519.littleEndian(y);
        return value.compareTo(PRIME) >= 0 || SMALL_ORDER.contains(value);
    }

    @Override
    public int compareTo(Ed25519Key other) {
        return base64.compareTo(other.base64);
    }

    @Override
    public String toString() {
        return base64;
    }
}
