package org.lotusguild.lotus.stack.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.Age;
import org.lotusguild.lotus.stack.archive.Tar;
import org.lotusguild.lotus.stack.trial.Ports;

/**
 * The way back. Nothing that is there is overwritten: a database with rows, a folder with media, a configuration of another
 * server name or a running homeserver refuse it, before anything is written.
 */
public final class Restore {
    private final Path backup;
    private final Manifest manifest;
    private final Wish wish;
    private final Backups.World world;

    /** @throws BackupException if the folder is no backup */
    public Restore(Path backup, Wish wish, Backups.World world) {
        this.backup = backup;
        this.manifest = Manifest.read(backup);
        this.wish = wish;
        this.world = world;
    }

    /**
     * @param home where the guild's home is to be
     * @param root what other places are relative to: {@code /}, or another folder for a rehearsal
     * @param identity opens the secrets
     * @param addresses where the databases of PostgreSQL are; asked when the configuration is back
     */
    public record Wish(Path home, Path root, Optional<Secret> identity, Addresses addresses) {}

    /** Where a database of PostgreSQL is. */
    @FunctionalInterface
    public interface Addresses {
        /**
         * Empty if the configuration does not say.
         *
         * @param homeserver Synapse's configuration, where the backup brings one
         */
        Optional<PostgresAddress> of(String part, Optional<Path> homeserver);
    }

    public String serverName() {
        return manifest.serverName();
    }

    /** Whether the backup holds secrets for which no key was given. */
    public boolean secretsStayClosed() {
        return manifest.secrets() && wish.identity().isEmpty();
    }

    /** Whether the backup holds no secrets at all. */
    public boolean secretsLeftOut() {
        return !manifest.secrets();
    }

    /** What will be done, a line each. */
    public List<String> plan() {
        java.util.ArrayList<String> lines = new java.util.ArrayList<>();
        manifest.files().stream()
                .filter(stored -> !stored.spot().isEmpty())
                .forEach(stored -> lines.add(command(stored)));
        manifest.databases().forEach(stored -> lines.add(command(stored)));
        if (manifest.media().files() > 0) {
            lines.add("cp -a " + backup.resolve(MediaIndex.FOLDER) + "/. "
                    + on(manifest.media().spot()));
        }
        return lines;
    }

    private String command(Manifest.StoredFile stored) {
        return stored.path().equals(BackupRun.SECRETS)
                ? "age -d -i KEY " + backup.resolve(stored.path()) + " | tar -x -C " + on(stored.spot())
                : install(backup.resolve(stored.path()), on(stored.spot()), stored.owner());
    }

    private String command(Manifest.StoredDatabase stored) {
        return stored.engine().equals(Manifest.StoredDatabase.SQLITE)
                ? install(backup.resolve(stored.file()), on(stored.at()), stored.owner())
                : "pg_restore --exit-on-error --no-owner --no-privileges -d " + stored.at() + " "
                        + backup.resolve(stored.file());
    }

    private static String install(Path from, Path to, String owner) {
        return "install -D " + Ownership.options(owner) + " " + from + " " + to;
    }

    private Path on(String spot) {
        return new Spot(spot).on(wish.home(), wish.root());
    }

    /** @throws BackupException that says what is in the way */
    public void refuse() {
        for (Manifest.StoredFile stored : manifest.files()) {
            if (stored.spot().endsWith("/homeserver.yaml") && Files.exists(on(stored.spot()))) {
                sameServer(SynapseFiles.read(on(stored.spot())));
            }
        }
        manifest.databases().stream()
                .filter(stored -> stored.engine().equals(Manifest.StoredDatabase.SQLITE))
                .map(stored -> on(stored.at()))
                .forEach(Restore::absent);
        if (manifest.media().files() > 0) {
            noMedia(on(manifest.media().spot()));
        }
    }

    private static void noMedia(Path folder) {
        if (Files.isSymbolicLink(folder)) {
            throw new BackupException(
                    folder + " is a link, and a restore follows none",
                    "Put an empty folder there, or mount the other disk there");
        }
        if (!Folders.empty(folder)) {
            throw new BackupException("there is media in " + folder, "Move it away; a restore begins with nothing");
        }
    }

    private void sameServer(SynapseFiles there) {
        if (!there.serverName().equals(manifest.serverName())) {
            throw new BackupException(
                    "the backup is of " + manifest.serverName() + ", but the configuration that is there is of "
                            + there.serverName(),
                    "A server name is for ever: restore it on a machine of its own");
        }
        notRunning(there);
    }

    private static void notRunning(SynapseFiles synapse) {
        synapse.ports().stream().filter(port -> !Ports.free(port)).findFirst().ifPresent(port -> {
            throw new BackupException(
                    "something listens on port " + port + ", where Synapse would: " + Ports.holderShown(port),
                    "Stop Synapse, or move the other program away");
        });
    }

    private static void absent(Path database) {
        try {
            if (Files.exists(database) && Files.size(database) > 0) {
                throw new BackupException(
                        "there is a database already: " + database, "Move it away; a restore never overwrites one");
            }
        } catch (IOException e) {
            throw BackupException.ofFile(database, e);
        }
    }

    /** Puts everything back, in the order in which each part needs the one before it. */
    public void run() {
        refuse();
        world.progress().step("Checking the backup");
        manifest.files().forEach(this::sound);
        for (Manifest.StoredFile stored : manifest.files()) {
            if (!stored.spot().isEmpty() && !stored.path().equals(BackupRun.SECRETS)) {
                configuration(stored);
            }
        }
        secrets();
        homeserverStands();
        manifest.databases().forEach(this::empty);
        manifest.databases().forEach(this::database);
        media();
    }

    private void sound(Manifest.StoredFile stored) {
        Path file = backup.resolve(stored.path());
        try {
            if (!Digest.of(file).equals(new Digest(stored.bytes(), stored.sha256()))) {
                throw BackupException.damaged(file + " is damaged");
            }
        } catch (IOException e) {
            throw BackupException.ofFile(file, e);
        }
    }

    /** A file that is there already stays: somebody has begun to set the machine up. */
    private void configuration(Manifest.StoredFile stored) {
        Path to = on(stored.spot());
        if (Files.exists(to)) {
            world.progress().step("Keeping " + to + ", which is there");
            return;
        }
        place(backup.resolve(stored.path()), stored.spot(), stored.owner());
    }

    /** A home is its owner's alone; elsewhere, others may have to find their files. */
    private void place(Path from, String spot, String owner) {
        Path to = on(spot);
        world.progress().step(install(from, to, owner));
        try {
            String like = to.startsWith(wish.home()) ? Ownership.closed(owner) : owner;
            Unpacking.file(from, to, owner, Ownership.ofFolder(like));
        } catch (IOException e) {
            throw BackupException.ofFile(to, e);
        }
    }

    private void secrets() {
        if (!manifest.secrets() || wish.identity().isEmpty()) {
            return;
        }
        Path closed = backup.resolve(BackupRun.SECRETS);
        Manifest.StoredFile stored = manifest.files().stream()
                .filter(one -> one.path().equals(BackupRun.SECRETS))
                .findFirst()
                .orElseThrow();
        Path folder = on(stored.spot());
        world.progress().step("Opening " + closed + " into " + folder);
        try {
            for (Tar.Entry entry : Tar.read(new ByteArrayInputStream(
                    Age.open(Files.readAllBytes(closed), wish.identity().get())))) {
                Unpacking.secret(entry.content(), folder.resolve(entry.name()), stored.owner());
            }
        } catch (IOException e) {
            throw new BackupException(closed + " cannot be opened: " + e.getMessage(), "Is it the right key?", e);
        }
    }

    private void homeserverStands() {
        homeserver().ifPresent(file -> notRunning(SynapseFiles.read(file)));
    }

    /** Synapse's configuration, once it is in its place. */
    private Optional<Path> homeserver() {
        return manifest.files().stream()
                .map(Manifest.StoredFile::spot)
                .filter(spot -> spot.endsWith("/homeserver.yaml"))
                .map(this::on)
                .filter(Files::exists)
                .findFirst();
    }

    private void database(Manifest.StoredDatabase stored) {
        if (stored.engine().equals(Manifest.StoredDatabase.SQLITE)) {
            makeRoom(on(stored.at()));
            place(backup.resolve(stored.file()), stored.at(), stored.owner());
            return;
        }
        PostgresAddress at = address(stored);
        PostgresTools tools = PostgresTools.fitting(PostgresTools.installed(world.environment()), at);
        world.progress().step(tools.restoring(at, backup.resolve(stored.file())).toString());
        tools.restore(at, backup.resolve(stored.file()));
    }

    /** A program that looked for its database has left an empty one. */
    private static void makeRoom(Path database) {
        try {
            if (Files.exists(database) && Files.size(database) == 0) {
                Files.delete(database);
            }
        } catch (IOException e) {
            throw BackupException.ofFile(database, e);
        }
    }

    private PostgresAddress address(Manifest.StoredDatabase stored) {
        return wish.addresses()
                .of(stored.part(), homeserver())
                .orElseThrow(() -> new BackupException(
                        "the configuration does not name the PostgreSQL of " + stored.part(),
                        "It was " + stored.at() + " when the backup was made"));
    }

    private void empty(Manifest.StoredDatabase stored) {
        if (stored.engine().equals(Manifest.StoredDatabase.POSTGRESQL)) {
            PostgresAddress at = address(stored);
            PostgresTools tools = PostgresTools.fitting(PostgresTools.installed(world.environment()), at);
            if (tools.tables(at) > 0) {
                throw new BackupException(
                        "the database " + at + " is not empty", "Make an empty one; a restore never overwrites");
            }
        }
    }

    private void media() {
        if (manifest.media().files() == 0) {
            return;
        }
        Path to = on(manifest.media().spot());
        world.progress().step("cp -a " + backup.resolve(MediaIndex.FOLDER) + "/. " + to);
        try {
            Unpacking.folder(to, manifest.media().owner());
            Ownership.take(to); // its owner must not put links where we write
            MediaIndex.each(backup, line -> medium(line.path(), to));
            Unpacking.all(to, manifest.media().owner());
        } catch (IOException e) {
            throw BackupException.ofFile(to, e);
        }
    }

    private void medium(String path, Path to) {
        Path file = to.resolve(path);
        try {
            Folders.closed(java.util.Objects.requireNonNull(file.getParent()));
            Digest.copy(backup.resolve(MediaIndex.FOLDER).resolve(path), file);
        } catch (IOException e) {
            throw BackupException.ofFile(file, e);
        }
    }
}
