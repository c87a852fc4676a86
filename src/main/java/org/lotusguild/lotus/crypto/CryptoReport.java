package org.lotusguild.lotus.crypto;

import java.util.Map;

/**
 * How the machine is, for people.
 *
 * @param published the server has our device keys
 * @param oneTimeKeys how many the server had left when it last said so
 * @param backup where the copy of our room keys stands
 * @param waiting events whose key did not come yet, by reason
 */
public record CryptoReport(
        boolean published,
        long oneTimeKeys,
        CrossSigningStatus crossSigning,
        BackupReport backup,
        Map<Decrypted.Reason, Long> waiting) {
    public CryptoReport {
        waiting = Map.copyOf(waiting);
    }
}
