package org.lotusguild.lotus.matrix.account;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases;
import org.lotusguild.lotus.store.Tx;

/**
 * Gives an account a new device of the same identity, while nobody uses the account. It needs no homeserver: the next start
 * publishes and signs the new device and removes the old one. What the store holds as not sent or not read may have been
 * sent and read already, since the store may be an older copy: it is dropped, and sync begins anew.
 */
public final class DeviceReset {
    private final Database database;
    private final VaultKey key;
    private final CryptoMachines machines;
    private final SecureRandom random;

    public DeviceReset(Database database, VaultKey key, CryptoMachines machines, SecureRandom random) {
        this.database = database;
        this.key = key;
        this.machines = machines;
        this.random = random;
    }

    /** What was done; {@code unsent} and {@code unread} count what was dropped. */
    public record Done(DeviceId old, DeviceId next, int unsent, int unread) {}

    /** @throws AccountRefused if the account has no device yet, or another process uses it */
    public Done run(UserId user) {
        Leases.Lease lease = database.leases()
                .tryAcquire(Accounts.leaseName(user))
                .orElseThrow(() -> new AccountRefused("Another process uses the account " + user + ": stop it first."));
        try {
            return database.inTransaction(tx -> {
                database.leases().require(tx, lease);
                return reset(tx, user);
            });
        } finally {
            database.leases().release(lease);
        }
    }

    /** All accounts of the store, each with a new device: what a whole store that came back from a copy needs. */
    public List<Done> all() {
        return database.read(AccountStore::all).stream().map(this::run).toList();
    }

    private Done reset(Tx tx, UserId user) {
        Vault vault = key.vault(user.value(), random);
        AccountStore store = new AccountStore(user, vault);
        Optional<DeviceId> old = store.device(tx);
        if (old.isEmpty()) {
            throw new AccountRefused("The account " + user + " has no device yet: start it with \"lotus up\".");
        }
        DeviceId next = NewDevice.id(random);
        store.replace(tx, old.get(), next);
        machines.succeed(tx, user, old.get(), next, vault);
        return new Done(old.get(), next, store.dropUnsent(tx), store.dropUnread(tx));
    }
}
