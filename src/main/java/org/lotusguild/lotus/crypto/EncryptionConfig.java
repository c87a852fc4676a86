package org.lotusguild.lotus.crypto;

import java.util.Base64;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.Default;

/**
 * How the accounts' encryption is set up.
 *
 * @param key seals everything secret in the database: 32 bytes, written as base64
 * @param shareWith which devices get the keys of our messages
 */
public record EncryptionConfig(
        @Default("{file: secrets/vault-key}") Secret key,
        @Default("all") RoomPolicy.ShareWith shareWith) {
    private static final int KEY_BYTES = 32;

    public EncryptionConfig {
        if (decoded(key).length != KEY_BYTES) {
            throw notKey();
        }
    }

    /** The 32 bytes of {@link #key}. */
    public byte[] keyBytes() {
        return decoded(key);
    }

    private static byte[] decoded(Secret key) {
        try {
            return Base64.getDecoder().decode(key.value());
        } catch (IllegalArgumentException e) {
            // The decoder's message shows a sign of the key: no cause.
            throw notKey();
        }
    }

    private static IllegalArgumentException notKey() {
        return new IllegalArgumentException(
                "key: must be 32 bytes in base64; make one with: head -c 32 /dev/urandom | base64");
    }
}
