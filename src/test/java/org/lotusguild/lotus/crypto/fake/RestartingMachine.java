package org.lotusguild.lotus.crypto.fake;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.SelfCheck;
import org.lotusguild.lotus.crypto.Step;
import tools.jackson.databind.node.ObjectNode;

/** A machine that is closed and opened again before each step: nothing that counts may live in memory only. */
public final class RestartingMachine implements CryptoMachine {
    private final Supplier<CryptoMachine> open;
    private CryptoMachine now;

    public RestartingMachine(Supplier<CryptoMachine> open) {
        this.open = open;
        this.now = open.get();
    }

    @Override
    public <T> T step(Function<Step, T> body) {
        now.close();
        now = open.get();
        return now.step(body);
    }

    @Override
    public UserId user() {
        return now.user();
    }

    @Override
    public DeviceId device() {
        return now.device();
    }

    @Override
    public String fingerprint() {
        return now.fingerprint();
    }

    @Override
    public String identityKey() {
        return now.identityKey();
    }

    @Override
    public long starts() {
        return now.starts();
    }

    @Override
    public Optional<Instant> backupDue() {
        return now.backupDue();
    }

    @Override
    public boolean backupRefused() {
        return now.backupRefused();
    }

    @Override
    public Optional<AccountBroken> broken() {
        return now.broken();
    }

    @Override
    public SelfCheck selfCheck(ObjectNode keysQueryAnswer) {
        return now.selfCheck(keysQueryAnswer);
    }

    @Override
    public void close() {
        now.close();
    }
}
