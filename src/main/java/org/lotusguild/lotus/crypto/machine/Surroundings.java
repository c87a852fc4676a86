package org.lotusguild.lotus.crypto.machine;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Ignored;

/**
 * What every part of the machine is given.
 *
 * @param account the key of this device's rows in all tables
 * @param dropped is told of everything that is dropped
 */
record Surroundings(
        long account,
        UserId user,
        DeviceId device,
        Sealer sealer,
        InstantSource clock,
        SecureRandom random,
        Dropped dropped) {

    DeviceRef self() {
        return new DeviceRef(user, device);
    }

    Instant now() {
        return clock.instant();
    }

    void ignore(Ignored why) {
        dropped.add(why);
    }
}
