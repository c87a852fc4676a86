package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.Identity;
import org.lotusguild.lotus.matrix.send.Turns;
import org.lotusguild.lotus.matrix.sync.Pace;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.StoreSettings;

/** Somebody of the trial at the console: an account with a device and a database of its own, kept between calls. */
record Person(MatrixAccount account, Database db) implements AutoCloseable {

    static Person open(Home home, Status status, String name, Listener listener, InvitePolicy invites)
            throws InterruptedException {
        World world = World.real();
        LotusConfig config = home.config();
        Identity.Ordinary who = identity(home, status, name);
        Path folder = home.folder().resolve("clients");
        Home.closed(folder);
        Database db = database(folder, who.user(), world);
        try {
            MatrixAccount account = AccountsWiring.accounts(
                            world, db, false, config.encryption().machine())
                    .open(new AccountSetup(
                            URI.create(String.valueOf(status.homeserver())),
                            who,
                            "lotus say",
                            a -> listener,
                            invites,
                            config.bot().orElseThrow().maxAge(),
                            config.encryption().shareWith(),
                            Pace.LISTENING,
                            "Nobody looks here: there are no emoji to compare.",
                            Turns.any()));
            account.start();
            return new Person(account, db);
        } catch (AccountRefused e) {
            db.close();
            throw Failure.of(String.valueOf(e.getMessage()), "Remove " + folder + " to begin with a new device.");
        } catch (RuntimeException | InterruptedException e) {
            db.close();
            throw e;
        }
    }

    private static Database database(Path folder, UserId user, World world) {
        try {
            return Databases.open(
                    new StoreSettings(
                            "sqlite:" + user.localpart() + ".db", folder, Optional.empty(), Tables.OF_A_CLIENT),
                    world.clock(),
                    world.random());
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.REFUSED) {
                throw Failure.of(
                        "another command speaks as " + user + " right now (" + e.getMessage() + ")",
                        "Try again when it is done.");
            }
            throw e;
        }
    }

    private static Identity.Ordinary identity(Home home, Status status, String name) {
        Status.Person known = status.accounts().get(name);
        if (known != null) {
            return new Identity.Ordinary(UserId.parse(known.userId()), password(Path.of(known.passwordFile())));
        }
        Optional<UserId> user = user(name, status);
        Path file = home.secrets().resolve(user.map(UserId::localpart).orElse("") + "-password");
        if (user.isEmpty() || !Files.exists(file)) {
            String names = String.join(", ", status.accounts().keySet());
            throw Failure.usage(
                    "there is no password of \"" + name + "\" in " + home.secrets(),
                    names.isEmpty()
                            ? "Only accounts of a trial can speak here."
                            : "Known are " + names + "; lotus user add makes more.");
        }
        return new Identity.Ordinary(user.get(), password(file));
    }

    /** Empty if it can be no account that {@code lotus user add} made. */
    private static Optional<UserId> user(String name, Status status) {
        try {
            return Optional.of(UserId.parse(name.startsWith("@") ? name : "@" + name + ":" + status.serverName()))
                    .filter(user -> user.server().equals(status.serverName()))
                    .filter(user -> user.localpart().matches("[a-z0-9._=-]{1,64}"));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Secret password(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : List.<AutoCloseable>of(account, db)) {
            part.close();
        }
    }
}
