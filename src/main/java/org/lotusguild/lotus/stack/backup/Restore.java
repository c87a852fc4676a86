package org.lotusguild.lotus.stack.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.Age;
import org.lotusguild.lotus.stack.archive.Tar;
import org.lotusguild.lotus.stack.trial.Ports;

/**
 * The way back. Nothing that is there is overwritten: a database with rows, a folder with media, a configuration of another
 * server name or a running homeserver refuse it, before anything is written.
 */
public final class Restore {
    private static final int MODE = "rwxrwxrwx".length();

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
        /** Empty if the configuration does not say. */
        Optional<PostgresAddress> of(String part);
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
                : "install -D -m 600 " + backup.resolve(stored.path()) + " " + on(stored.spot());
    }

    private String command(Manifest.StoredDatabase stored) {
        return stored.engine().equals(Manifest.StoredDatabase.SQLITE)
                ? "install -D -m 600 " + backup.resolve(stored.file()) + " " + on(stored.at())
                : "pg_restore --exit-on-error --no-owner --no-privileges -d " + stored.at() + " "
                        + backup.resolve(stored.file());
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
        if (manifest.media().files() > 0 && !Folders.empty(on(manifest.media().spot()))) {
            throw new BackupException(
                    "there is media in " + on(manifest.media().spot()), "Move it away; a restore begins with nothing");
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
                throw new BackupException(file + " is damaged", "Take another backup: lotus backup list");
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
        place(backup.resolve(stored.path()), to, stored.owner());
    }

    private void place(Path from, Path to, String owner) {
        world.progress().step("install -D -m 600 " + from + " " + to);
        try {
            Folders.closed(java.util.Objects.requireNonNull(to.getParent()));
            Path fresh = to.resolveSibling(to.getFileName() + ".restoring");
            Files.deleteIfExists(fresh);
            Digest.copy(from, fresh);
            Ownership.give(fresh, owner);
            Files.move(fresh, to);
        } catch (IOException e) {
            throw BackupException.ofFile(to, e);
        }
    }

    private void secrets() {
        if (!manifest.secrets() || wish.identity().isEmpty()) {
            return;
        }
        Path closed = backup.resolve(BackupRun.SECRETS);
        String spot = manifest.files().stream()
                .filter(stored -> stored.path().equals(BackupRun.SECRETS))
                .map(Manifest.StoredFile::spot)
                .findFirst()
                .orElseThrow();
        world.progress().step("Opening " + closed + " into " + on(spot));
        try {
            Folders.closed(on(spot));
            for (Tar.Entry entry : Tar.read(new ByteArrayInputStream(
                    Age.open(Files.readAllBytes(closed), wish.identity().get())))) {
                secret(on(spot).resolve(entry.name()), entry.content());
            }
        } catch (IOException e) {
            throw new BackupException(closed + " cannot be opened: " + e.getMessage(), "Is it the right key?", e);
        }
    }

    private void secret(Path file, byte[] content) throws IOException {
        if (!Files.exists(file)) {
            Folders.closed(java.util.Objects.requireNonNull(file.getParent()));
            Digest.write(new ByteArrayInputStream(content), file);
        } else if (!Arrays.equals(Files.readAllBytes(file), content)) {
            throw new IOException(file + " is there and another one; move it away");
        }
    }

    private void homeserverStands() {
        manifest.files().stream()
                .map(Manifest.StoredFile::spot)
                .filter(spot -> spot.endsWith("/homeserver.yaml"))
                .findFirst()
                .ifPresent(spot -> notRunning(SynapseFiles.read(on(spot))));
    }

    private void database(Manifest.StoredDatabase stored) {
        if (stored.engine().equals(Manifest.StoredDatabase.SQLITE)) {
            place(backup.resolve(stored.file()), on(stored.at()), stored.owner());
            return;
        }
        PostgresAddress at = address(stored);
        PostgresTools tools = PostgresTools.fitting(PostgresTools.installed(world.environment()), at);
        world.progress().step(tools.restoring(at, backup.resolve(stored.file())).toString());
        tools.restore(at, backup.resolve(stored.file()));
    }

    private PostgresAddress address(Manifest.StoredDatabase stored) {
        return wish.addresses()
                .of(stored.part())
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
            MediaIndex.each(backup, line -> medium(line.path(), to));
            ownership(to);
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

    private void ownership(Path media) throws IOException {
        String folders = manifest.media().owner();
        int mode = Math.max(0, folders.length() - MODE);
        String files = folders.substring(0, mode) + folders.substring(mode).replace('x', '-');
        try (Stream<Path> all = Files.walk(media)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Ownership.give(one, Files.isDirectory(one) ? folders : files);
            }
        }
    }
}
