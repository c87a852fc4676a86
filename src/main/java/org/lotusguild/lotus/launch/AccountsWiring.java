package org.lotusguild.lotus.launch;

import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.EncryptionConfig;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.crypto.seal.VaultStore;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.account.AccountWorld;
import org.lotusguild.lotus.matrix.account.Accounts;
import org.lotusguild.lotus.matrix.account.DeviceReset;
import org.lotusguild.lotus.store.Database;

/** Puts the Matrix accounts over the database and the encryption machine. */
final class AccountsWiring {
    private AccountsWiring() {}

    static Accounts accounts(World world, Database db, boolean shared, EncryptionConfig encryption) {
        VaultKey key = key(db, encryption);
        return new Accounts(new AccountWorld(
                world.http(),
                db,
                shared,
                key,
                machines(world, db)::open,
                new Figures(world.metrics()),
                world.clock(),
                world.pause(),
                world.random()));
    }

    static DeviceReset reset(World world, Database db, EncryptionConfig encryption) {
        return new DeviceReset(db, key(db, encryption), machines(world, db), world.random());
    }

    private static VaultKey key(Database db, EncryptionConfig encryption) {
        VaultKey key = VaultKey.parse(encryption.key());
        VaultStore.require(db, key);
        return key;
    }

    private static CryptoMachines machines(World world, Database db) {
        Counters<Ignored> ignored = world.metrics()
                .counters(
                        "lotus_crypto_ignored_total",
                        "What the encryption machine dropped",
                        new Metrics.Label<>("what", Ignored.class));
        return new CryptoMachines(
                db, world.clock(), world.random(), what -> ignored.of(what).add());
    }
}
