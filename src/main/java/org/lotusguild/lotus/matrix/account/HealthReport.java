package org.lotusguild.lotus.matrix.account;

import java.util.Optional;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.AccountHealth.State;
import org.lotusguild.lotus.matrix.sync.SyncHealth;

/** Puts an account's health into one sentence: the worst first. */
final class HealthReport {
    private final CryptoMachine machine;
    private final SyncHealth sync;
    private volatile CrossSigningStatus signed = CrossSigningStatus.ABSENT;

    HealthReport(CryptoMachine machine, SyncHealth sync) {
        this.machine = machine;
        this.sync = sync;
    }

    void signed(CrossSigningStatus status) {
        signed = status;
    }

    AccountHealth now() {
        Optional<String> stopped = sync.stopped();
        Optional<AccountBroken> broken = machine.broken();
        if (stopped.isPresent()) {
            return report(State.RED, stopped.get());
        }
        if (broken.isPresent()) {
            return report(State.RED, broken.get().sentence());
        }
        if (sync.gone() || sync.late()) {
            String why = "no answer to sync for " + sync.silence().toMinutes() + " minutes: " + sync.lastFailure();
            return report(sync.gone() ? State.RED : State.YELLOW, why);
        }
        return switch (signing()) {
            case SIGNED -> report(State.GREEN, "");
            case ABSENT, PENDING -> report(State.YELLOW, "the device is not signed yet");
            case FOREIGN ->
                report(
                        State.YELLOW,
                        "the account has a cross-signing identity that is not ours: the device is not signed");
        };
    }

    private AccountHealth report(State state, String why) {
        return new AccountHealth(state, why, machine.fingerprint(), signed);
    }

    /** Once signed it stays so; until then the machine is asked each time. */
    private CrossSigningStatus signing() {
        if (signed != CrossSigningStatus.SIGNED) {
            signed = machine.step(Step::crossSigning);
        }
        return signed;
    }
}
