package org.lotusguild.lotus.crypto.machine;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.machine.AccountStore.AccountRow;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases.Lease;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;

/**
 * Opens encryption machines. At most one may be open for a device, in all processes together: that is what the lease is
 * for.
 */
public final class CryptoMachines {
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Consumer<Ignored> ignored;

    /** @param ignored is told of each thing that was dropped, for counting; called inside steps, so it must be quick */
    public CryptoMachines(Database database, InstantSource clock, SecureRandom random, Consumer<Ignored> ignored) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.ignored = ignored;
    }

    /**
     * Opens the machine of a device; the first time its keys are made.
     *
     * @param lease if given, every step requires it
     * @param vault must be the same every time
     * @throws org.lotusguild.lotus.crypto.seal.SealBroken if the vault is another one
     */
    public CryptoMachine open(UserId user, DeviceId device, Vault vault, Optional<Lease> lease) {
        Sealer sealer = new Sealer(vault, user, device);
        AccountRow row = register(user, device, sealer, lease);
        Dropped dropped = new Dropped(ignored, clock);
        Surroundings at = new Surroundings(row.account(), user, device, sealer, clock, random, dropped);
        return new LocalMachine(database, lease, at);
    }

    /**
     * Puts a new device in the place of one that must not be used any more: same identity, same room keys, new device keys.
     * No machine of the old one may be open. A device without keys has no successor to prepare.
     */
    public void succeed(Tx tx, UserId user, DeviceId old, DeviceId next, Vault vault) {
        new AccountStore()
                .find(tx, user, old)
                .ifPresent(row -> SuccessionStore.run(tx, row.account(), vault, user, old, next));
    }

    private AccountRow register(UserId user, DeviceId device, Sealer sealer, Optional<Lease> lease) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.inTransaction(tx -> {
                    lease.ifPresent(held -> database.leases().require(tx, held));
                    return register(tx, user, device, sealer);
                });
            } catch (StoreException e) {
                // Another account took the same number at the same moment.
                if (e.kind() != StoreException.Kind.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private AccountRow register(Tx tx, UserId user, DeviceId device, Sealer sealer) {
        AccountStore store = new AccountStore();
        if (store.find(tx, user, device).isEmpty()) {
            long account = store.nextAccount(tx);
            try (OlmAccount made = OlmAccount.create()) {
                byte[] sealed = sealer.seal(Sealer.Table.ACCOUNT, "account", made.pickle());
                store.insert(tx, account, user, device, sealed, Published.nothing());
            }
            new TrackStore(account).save(tx, user, TrackStore.Tracked.unseen());
        }
        AccountRow row = store.find(tx, user, device).orElseThrow();
        store.countStart(tx, row.account());
        return row;
    }
}
