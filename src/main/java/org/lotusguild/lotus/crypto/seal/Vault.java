package org.lotusguild.lotus.crypto.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the values of one account: AES-256-GCM, a random nonce each, bound to their {@link Place}. Safe for many threads.
 *
 * <p>Format: one byte 1, 12 bytes nonce, ciphertext, 16 bytes tag.
 */
public final class Vault {
    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final SecretKey key;
    private final SecureRandom random;

    Vault(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    public byte[] seal(String clear, Place place) {
        return seal(clear.getBytes(StandardCharsets.UTF_8), place);
    }

    public byte[] seal(byte[] clear, Place place) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] out = new byte[1 + NONCE + clear.length + TAG];
        out[0] = FORMAT;
        System.arraycopy(nonce, 0, out, 1, NONCE);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(clear, 0, clear.length, out, 1 + NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime cannot encrypt with AES-GCM", e);
        }
        return out;
    }

    /** @throws SealBroken if the key is another one, or the value was changed or sealed for another place */
    public byte[] open(byte[] sealed, Place place) {
        if (sealed.length < 1 + NONCE + TAG || sealed[0] != FORMAT) {
            throw new SealBroken(
                    "a row of " + place.table() + " is not sealed in a format that this version knows", null);
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1, 1 + NONCE), place)
                    .doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
        } catch (GeneralSecurityException e) {
            throw new SealBroken(
                    "a sealed row of " + place.table() + " does not open:"
                            + " it was sealed with another vault key, or moved, or changed",
                    e);
        }
    }

    /** As {@link #open}, for what was sealed as text. */
    public String openText(byte[] sealed, Place place) {
        return new String(open(sealed, place), StandardCharsets.UTF_8);
    }

    private Cipher cipher(int mode, byte[] nonce, Place place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(new byte[] {FORMAT});
        cipher.updateAAD(place.bytes());
        return cipher;
    }
}
