package org.lotusguild.lotus.matrix;

import org.lotusguild.lotus.crypto.CrossSigningStatus;

/**
 * How an account is.
 *
 * @param state GREEN: fine; YELLOW: three minutes without a good sync, or not cross-signed; RED: ten minutes, or stopped
 * @param why one sentence, empty when green
 * @param fingerprint Ed25519 key of the device
 */
public record AccountHealth(State state, String why, String fingerprint, CrossSigningStatus crossSigning) {

    public enum State {
        GREEN,
        YELLOW,
        RED
    }
}
