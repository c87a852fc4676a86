package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.SelfCheck;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.machine.AccountStore.AccountRow;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases.Lease;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The machine: one lock, one transaction a step, and memory that is read anew after every step that failed. */
final class LocalMachine implements CryptoMachine {
    private final Database database;
    private final Optional<Lease> lease;
    private final Surroundings at;
    private final VerificationBook verifications = new VerificationBook();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Parts parts;
    private boolean closed;
    private volatile Facts facts;

    /** What may be asked for without a step. */
    private record Facts(
            String fingerprint,
            String identityKey,
            long starts,
            Optional<AccountBroken> broken,
            Optional<Instant> backupDue,
            boolean backupRefused) {}

    LocalMachine(Database database, Optional<Lease> lease, Surroundings at) {
        this.database = database;
        this.lease = lease;
        this.at = at;
        this.facts = new Facts("", "", 0, Optional.empty(), Optional.empty(), false);
        step(first -> true);
    }

    @Override
    public UserId user() {
        return at.user();
    }

    @Override
    public DeviceId device() {
        return at.device();
    }

    @Override
    public String fingerprint() {
        return facts.fingerprint();
    }

    @Override
    public String identityKey() {
        return facts.identityKey();
    }

    @Override
    public long starts() {
        return facts.starts();
    }

    @Override
    public Optional<Instant> backupDue() {
        return facts.backupDue();
    }

    @Override
    public boolean backupRefused() {
        return facts.backupRefused();
    }

    @Override
    public Optional<AccountBroken> broken() {
        return facts.broken();
    }

    @Override
    public <T> T step(Function<Step, T> body) {
        return step(database::inTransaction, body);
    }

    @Override
    public <T> T relaxed(Function<Step, T> body) {
        return step(database::relaxed, body);
    }

    private <T> T step(Function<Function<Tx, T>, T> transaction, Function<Step, T> body) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a step inside a step: pass the Step on");
        }
        lock.lock();
        boolean committed = false;
        try {
            if (closed) {
                throw new IllegalStateException("the encryption machine is closed");
            }
            T result = transaction.apply(tx -> run(tx, body));
            committed = true;
            return result;
        } finally {
            if (!committed) {
                forget();
            }
            lock.unlock();
        }
    }

    private <T> T run(Tx tx, Function<Step, T> body) {
        lease.ifPresent(held -> database.leases().require(tx, held));
        Parts now = parts != null ? parts : load(tx);
        T result = body.apply(new MachineStep(tx, now));
        now.flush(tx);
        Facts seen = new Facts(
                now.account.signingKey().base64(),
                now.account.identityKey().base64(),
                now.account.starts(),
                now.account.broken(),
                now.backupDue(),
                now.backup.refused());
        tx.afterCommit(() -> facts = seen);
        return result;
    }

    private Parts load(Tx tx) {
        AccountRow row = new AccountStore()
                .find(tx, at.user(), at.device())
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.BROKEN, "the encryption account is gone from the database", null));
        AccountKeys account = new AccountKeys(at, row);
        try {
            Parts loaded = new Parts(tx, at, account, verifications);
            parts = loaded;
            return loaded;
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
    }

    private void forget() {
        if (parts != null) {
            parts.close();
            parts = null;
        }
    }

    @Override
    public SelfCheck selfCheck(ObjectNode keysQueryAnswer) {
        ObjectNode shown = Json.objectAt(keysQueryAnswer, "device_keys", user().value(), device().value());
        boolean shared = step(Step::report).published();
        if (shown.isEmpty()) {
            return shared ? SelfCheck.DEVICE_MISSING : SelfCheck.OK;
        }
        boolean same = isOurs(shown, "curve25519:", identityKey()) && isOurs(shown, "ed25519:", fingerprint());
        return same ? SelfCheck.OK : SelfCheck.KEYS_DIFFER;
    }

    private boolean isOurs(ObjectNode shown, String algorithm, String key) {
        return Json.string(shown, "keys", algorithm + device().value())
                .orElse("")
                .equals(key);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            forget();
            verifications.close();
        } finally {
            lock.unlock();
        }
    }
}
