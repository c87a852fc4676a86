package org.lotusguild.lotus.matrix.account;

import java.time.Duration;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.keys.KeyTraffic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the device and has it signed by the account's own identity. */
record Signing(CryptoMachine machine, KeyTraffic traffic, Pause pause) {
    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);
    private static final int ROUNDS = 10;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /** Until the server shows our signature. If it does not in time, the account goes on unsigned, and health says so. */
    CrossSigningStatus bootstrap() throws InterruptedException {
        for (int round = 1; ; round++) {
            CrossSigningStatus status = once();
            if (status == CrossSigningStatus.SIGNED) {
                return status;
            }
            if (status == CrossSigningStatus.FOREIGN || round == ROUNDS) {
                LOG.atWarn()
                        .addKeyValue("account", machine.user())
                        .addKeyValue("status", status)
                        .log("the device is not signed; other people see a warning beside its messages");
                return status;
            }
            pause.take(BETWEEN);
        }
    }

    private CrossSigningStatus once() throws InterruptedException {
        machine.step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
        try {
            traffic.flush();
        } catch (MatrixException | HttpFailure e) {
            LOG.atWarn()
                    .addKeyValue("account", machine.user())
                    .addKeyValue("why", e.getMessage())
                    .log("the device could not be signed now; it is tried again");
        }
        return machine.step(Step::crossSigning);
    }
}
