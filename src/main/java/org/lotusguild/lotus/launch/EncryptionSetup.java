package org.lotusguild.lotus.launch;

import java.security.SecureRandom;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.Recovery;
import org.lotusguild.lotus.stack.trial.OwnHome;

/**
 * Makes the recovery key and stores the identity under it. The key is in its file before the homeserver hears of it: a
 * crash at any point goes on with the same key.
 */
record EncryptionSetup(Home home, SecureRandom random) {

    /**
     * What was done.
     *
     * @param made whether the key is new
     */
    record Done(boolean made, Recovery.Outcome outcome) {}

    Done run(MatrixAccount account) {
        boolean made = new OwnHome(home.folder(), random)
                .recoveryKey(() -> RecoveryKey.create(random).text().value());
        return new Done(made, account.recovery().store(home.recoveryKey()));
    }
}
