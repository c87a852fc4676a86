package org.lotusguild.lotus.matrix.account;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tenure;

/** Opens accounts. */
public final class Accounts {
    private final AccountWorld world;

    public Accounts(AccountWorld world) {
        this.world = world;
    }

    /**
     * Gets the account its device and puts it together; {@link MatrixAccount#start} then checks and starts it. Where
     * processes share the database, it waits until the account is free.
     *
     * @throws AccountRefused if the homeserver does not accept it
     * @throws org.lotusguild.lotus.matrix.api.MatrixException or {@link org.lotusguild.lotus.http.HttpFailure} if the
     *     homeserver does not answer as it should
     */
    public MatrixAccount open(AccountSetup setup) throws InterruptedException {
        UserId user = setup.identity().user();
        if (!world.shared()) {
            return assembled(setup, world.database(), Optional.empty(), new AtomicReference<>());
        }
        Tenure tenure = Tenure.await(world.database(), leaseName(user), world.pause());
        AtomicReference<LiveAccount> account = new AtomicReference<>();
        try {
            tenure.keep(() -> Optional.ofNullable(account.get()).ifPresent(LiveAccount::lost));
            return assembled(setup, tenure.database(), Optional.of(tenure), account);
        } catch (RuntimeException e) {
            tenure.close();
            throw e;
        }
    }

    /** Of the lease that says who has the account. */
    static String leaseName(UserId user) {
        return "matrix " + user;
    }

    private LiveAccount assembled(
            AccountSetup setup, Database database, Optional<Tenure> tenure, AtomicReference<LiveAccount> slot) {
        UserId user = setup.identity().user();
        Vault vault = world.key().vault(user.value(), world.random());
        MatrixApi nobody = MatrixApi.of(
                world.http(),
                setup.homeserver(),
                new Credentials.Nobody(),
                world.clock(),
                world.pause(),
                world.random());
        Entry entry = new Entry(database, new AccountStore(user, vault), nobody, setup.deviceName(), world.random());
        Entry.Admitted admitted = entry.enter(setup.identity());
        CryptoMachine machine = world.machines().open(user, admitted.device(), vault, tenure.map(Tenure::lease));
        LiveAccount account =
                new LiveAccount(new LiveAccount.Means(world, setup, database, tenure, vault, admitted.api(), machine));
        slot.set(account);
        return account;
    }

    /** The password that proves our right to replace cross-signing keys, where there is one. */
    static Optional<Secret> password(Identity identity) {
        return switch (identity) {
            case Identity.ServiceUser service -> Optional.empty();
            case Identity.Ordinary ordinary -> Optional.of(ordinary.password());
        };
    }
}
