package org.lotusguild.lotus.matrix.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.crypto.seal.VaultStore;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.StoreSettings;

/**
 * Accounts of a program that has a folder of its own: everything that {@link Accounts} needs, in its usual form. In the
 * folder lie {@code accounts.db} and the key that seals what is secret in it, {@code vault-key}. One process at a time.
 */
public final class LocalAccounts implements AutoCloseable {
    private final OutgoingHttp http;
    private final Database database;
    private final Accounts accounts;

    private LocalAccounts(OutgoingHttp http, Database database, Accounts accounts) {
        this.http = http;
        this.database = database;
        this.accounts = accounts;
    }

    /**
     * Opens the folder; in an empty one it makes database and key.
     *
     * @throws org.lotusguild.lotus.store.StoreException if another process has it
     * @throws org.lotusguild.lotus.crypto.seal.SealBroken if the key is not the one that the database was sealed with
     * @throws UncheckedIOException if the key can be neither read nor written
     */
    public static LocalAccounts in(Path folder) {
        SecureRandom random = new SecureRandom();
        VaultKey key = VaultKey.parse(key(folder.resolve("vault-key"), random));
        Clock clock = Clock.systemUTC();
        StoreSettings settings =
                new StoreSettings("sqlite:accounts.db", folder, Optional.empty(), List.of("crypto", "matrix"));
        Database database = Databases.open(settings, clock, random);
        try {
            VaultStore.require(database, key);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        OutgoingHttp http = new OutgoingHttp(Version.text());
        CryptoMachines machines = new CryptoMachines(database, clock, random, ignored -> {});
        return new LocalAccounts(
                http,
                database,
                new Accounts(new AccountWorld(
                        http,
                        database,
                        false,
                        key,
                        machines::open,
                        new Figures(new Metrics()),
                        clock,
                        Pause.real(),
                        random)));
    }

    private static Secret key(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                OwnFiles.write(file, VaultKey.generate(random).value());
            }
            return new Secret(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link Accounts#open}. Close the account before this. */
    public MatrixAccount open(AccountSetup setup) throws InterruptedException {
        return accounts.open(setup);
    }

    @Override
    public void close() {
        database.close();
        http.close();
    }
}
