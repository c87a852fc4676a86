package org.lotusguild.lotus.launch;

import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.Recovery.Outcome;
import org.lotusguild.lotus.matrix.api.MatrixException;

/**
 * Gets the bot's identity back at a start after the database was lost, where the home still keeps the recovery key. If it
 * does not come back, the bot works unsigned, and its health says so.
 */
record UnattendedRestore(Home home, Console console) {

    void look(MatrixAccount account) {
        if (account.health().crossSigning() != CrossSigningStatus.FOREIGN
                || home.keptRecoveryKey().isEmpty()) {
            return;
        }
        console.step("Getting the bot's identity and room keys back with the recovery key of the home");
        try {
            Outcome outcome = account.recovery().restore(home.recoveryKey());
            if (outcome instanceof Outcome.Refused(String why)) {
                console.warning("They did not come back: " + why);
            }
        } catch (MatrixException | HttpFailure e) {
            console.warning("They did not come back: " + e.getMessage());
        } catch (Failure e) {
            console.warning(
                    "They did not come back: " + Refusals.sentence(String.valueOf(e.getMessage())) + " " + e.remedy());
        }
    }
}
