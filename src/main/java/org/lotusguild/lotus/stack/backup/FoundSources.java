package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What there is on this machine that belongs into the backup of a home. */
public final class FoundSources {
    /** Where single sign-on has its databases below the root, as {@code stack.render} says. */
    private static final List<DatabaseSource.Sqlite> OTHERS = List.of(
            new DatabaseSource.Sqlite("lldap", Path.of("var/lib/lldap/users.db")),
            new DatabaseSource.Sqlite("authelia", Path.of("var/lib/authelia/db.sqlite3")));

    private FoundSources() {}

    /**
     * The configuration of the home's Synapse: the one named, the trial's, or the one of the Debian package.
     *
     * @throws BackupException if the one named is not there, or is of another server
     */
    public static Optional<SynapseFiles> synapse(Path home, String serverName, Optional<Path> named) {
        if (named.isPresent()) {
            SynapseFiles synapse = read(named.get());
            if (!synapse.serverName().equals(serverName)) {
                throw new BackupException(
                        named.get() + " is of " + synapse.serverName() + ", but the home is of " + serverName,
                        "Name the right one: --synapse FILE");
            }
            return Optional.of(synapse);
        }
        return Stream.of(home.resolve("synapse/homeserver.yaml"), Path.of("/etc/matrix-synapse/homeserver.yaml"))
                .filter(Files::isReadable)
                .map(FoundSources::read)
                .filter(synapse -> synapse.serverName().equals(serverName))
                .findFirst();
    }

    private static SynapseFiles read(Path file) {
        if (!Files.isReadable(file)) {
            throw new BackupException("there is no " + file, "Name Synapse's homeserver.yaml: --synapse FILE");
        }
        return SynapseFiles.read(file);
    }

    /** @param named the files that {@code lotus.yaml} names */
    public static Sources of(
            Path home, String serverName, DatabaseSource lotus, Optional<SynapseFiles> synapse, List<Path> named) {
        return of(Path.of("/"), home, serverName, lotus, synapse, named);
    }

    static Sources of(
            Path root,
            Path home,
            String serverName,
            DatabaseSource lotus,
            Optional<SynapseFiles> synapse,
            List<Path> named) {
        List<DatabaseSource> databases = new ArrayList<>();
        synapse.map(SynapseFiles::database).ifPresent(databases::add);
        databases.add(lotus);
        List<String> missing = new ArrayList<>();
        for (DatabaseSource.Sqlite other : OTHERS) {
            Path file = root.resolve(other.file());
            if (Files.isReadable(file)) {
                databases.add(new DatabaseSource.Sqlite(other.part(), file));
            } else if (!Files.notExists(file)) { // known not to be there: it has another database, or is not here
                missing.add(file + ", the database of " + other.part() + ", which this user may not read");
            }
        }
        Path secrets = home.resolve("secrets");
        if (Files.isSymbolicLink(secrets)) {
            missing.add(secrets + ", which is a link: make it a folder of the home's user");
        }
        named.stream()
                .filter(file -> !readable(file))
                .forEach(file ->
                        missing.add(file + ", which lotus.yaml names, is not there, or this user may not read it"));
        return new Sources(
                home,
                serverName,
                databases,
                synapse.map(SynapseFiles::media).filter(Files::isDirectory),
                files(home, named.stream().filter(FoundSources::readable).toList(), synapse),
                Optional.of(secrets).filter(FoundSources::isFolder),
                missing);
    }

    /** Whoever makes the backup is often root, and must not follow where the home's user points. */
    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean readable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    /** Also through links: what lies among the secrets goes with them, closed or not at all. */
    private static boolean below(Path secrets, Path file) {
        return file.startsWith(secrets.toAbsolutePath().normalize())
                || real(file).startsWith(real(secrets));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static List<Path> files(Path home, List<Path> named, Optional<SynapseFiles> synapse) {
        try (Stream<Path> own = Files.list(home)) {
            return Stream.of(
                            own.filter(Files::isRegularFile)
                                    .filter(file -> file.toString().endsWith(".yaml"))
                                    .sorted(),
                            named.stream(),
                            synapse.stream().flatMap(found -> found.files().stream()))
                    .flatMap(files -> files)
                    .map(file -> file.toAbsolutePath().normalize())
                    .filter(file -> !below(home.resolve("secrets"), file))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw BackupException.ofFile(home, e);
        }
    }
}
