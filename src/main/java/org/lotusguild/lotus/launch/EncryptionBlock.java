package org.lotusguild.lotus.launch;

import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.crypto.EncryptionConfig;
import org.lotusguild.lotus.crypto.RoomPolicy;

/**
 * The block {@code encryption}: the settings of the encryption, and the one that the bot makes of what it reports.
 *
 * @param key seals everything secret in the database: 32 bytes, written as base64
 * @param shareWith which devices get the keys of our messages
 * @param commandsNeedSignedDevice whether commands that need a role are taken from cross-signed devices only
 */
record EncryptionBlock(
        @Default("{file: secrets/vault-key}") Secret key,
        @Default("all") RoomPolicy.ShareWith shareWith,
        @Default("false") boolean commandsNeedSignedDevice) {

    EncryptionBlock {
        new EncryptionConfig(key, shareWith); // refuses what is no key
    }

    EncryptionConfig machine() {
        return new EncryptionConfig(key, shareWith);
    }
}
