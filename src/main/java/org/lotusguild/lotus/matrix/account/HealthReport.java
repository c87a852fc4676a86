package org.lotusguild.lotus.matrix.account;

import java.util.Optional;
import java.util.function.Supplier;
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
    private final Supplier<Optional<String>> sendingStopped;
    private volatile CrossSigningStatus signed = CrossSigningStatus.ABSENT;

    /** @param sendingStopped why nothing is sent any more; empty while sending goes on */
    HealthReport(CryptoMachine machine, SyncHealth sync, Supplier<Optional<String>> sendingStopped) {
        this.machine = machine;
        this.sync = sync;
        this.sendingStopped = sendingStopped;
    }

    /** Asks the machine whether the device is signed; once it is it stays so. For the sync loop: it takes a step. */
    void refresh() {
        if (signed != CrossSigningStatus.SIGNED) {
            signed = machine.step(Step::crossSigning);
        }
    }

    /** A read: it waits for nothing, so it may be asked as often as anybody likes. */
    AccountHealth now() {
        Optional<String> stopped = sync.stopped().or(sendingStopped);
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
        return switch (signed) {
            case SIGNED ->
                machine.backupRefused()
                        ? report(
                                State.YELLOW,
                                "the homeserver refuses the backup of room keys; it is asked again every hour")
                        : report(State.GREEN, "");
            case ABSENT, PENDING -> report(State.YELLOW, "the device is not signed yet");
            case FOREIGN ->
                report(
                        State.YELLOW,
                        "the account has a cross-signing identity that is not ours, so the device is not signed: run"
                                + " \"lotus account restore\" with its recovery key");
        };
    }

    private AccountHealth report(State state, String why) {
        return new AccountHealth(state, why, machine.fingerprint(), signed);
    }
}
