package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.crypto.AccountBroken;

/**
 * What is known of our keys on the server.
 *
 * @param shared the device keys were accepted
 * @param serverKeys one-time keys that the server still has
 * @param crossSigningWanted the identity shall be made and our device signed as soon as it can be
 */
record Published(
        boolean shared,
        Optional<AccountBroken> broken,
        long serverKeys,
        Fallback fallback,
        boolean crossSigningWanted) {

    /**
     * @param wanted a new one is to be made
     * @param made at least one was accepted
     * @param forgetAt when the previous one may go; empty if there is none
     */
    record Fallback(boolean wanted, boolean made, Optional<Instant> forgetAt) {}

    static Published nothing() {
        return new Published(false, Optional.empty(), 0, new Fallback(true, false, Optional.empty()), false);
    }

    Published accepted(long count, Fallback next) {
        return new Published(true, broken, count, next, crossSigningWanted);
    }

    Published counted(long count, Fallback next) {
        return new Published(shared, broken, count, next, crossSigningWanted);
    }

    Published wantingCrossSigning() {
        return new Published(shared, broken, serverKeys, fallback, true);
    }

    Published broken(AccountBroken why) {
        return new Published(shared, Optional.of(why), serverKeys, fallback, crossSigningWanted);
    }
}
