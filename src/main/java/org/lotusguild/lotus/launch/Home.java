package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;

/** The folder that holds everything of one guild. */
record Home(Path folder) {

    Home {
        folder = folder.toAbsolutePath().normalize();
    }

    Path configuration() {
        return folder.resolve("lotus.yaml");
    }

    Path secrets() {
        return folder.resolve("secrets");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    boolean configured() {
        return Files.exists(configuration());
    }

    /** @throws org.lotusguild.lotus.base.config.ConfigException with every mistake of the file */
    LotusConfig config() {
        if (!configured()) {
            throw Failure.of(
                    "there is no lotus.yaml in " + folder,
                    "Run lotus up for a trial guild, or lotus init for your homeserver; --home names another folder.");
        }
        return new ConfigReader(Environment.ofProcess()).read(configuration(), LotusConfig.class);
    }

    /** Makes a folder of the home that only its owner may enter: what lies in it need not care for its mode. */
    static void closed(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw Failure.ofFile(folder, e);
        }
    }

    boolean hasControlToken() {
        return Files.exists(tokenFile());
    }

    private Path tokenFile() {
        return secrets().resolve("control-token");
    }

    Path recoveryKeyFile() {
        return secrets().resolve("recovery-key");
    }

    /** The file of the recovery key, if there is one. */
    Optional<Path> keptRecoveryKey() {
        return Optional.of(recoveryKeyFile()).filter(Files::exists);
    }

    /**
     * Keeps a recovery key that was typed, for its owner's eyes only, unless one is kept already.
     *
     * @return false if that is another one, which stays
     */
    boolean keepRecoveryKey(Secret key) {
        closed(secrets());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            if (keptRecoveryKey().isEmpty()) {
                Files.createFile(recoveryKeyFile(), ownerOnly);
                Files.writeString(recoveryKeyFile(), key.value() + "\n");
            }
            return bare(new Secret(Files.readString(recoveryKeyFile())))
                    .matches(bare(key).value());
        } catch (IOException e) {
            throw Failure.ofFile(recoveryKeyFile(), e);
        }
    }

    private static Secret bare(Secret key) {
        return new Secret(key.value().replaceAll("\\s", ""));
    }

    /**
     * What a person writes down to get the bot's identity back.
     *
     * @throws Failure if the file cannot be read or holds no recovery key
     */
    RecoveryKey recoveryKey() {
        try {
            return RecoveryKey.parse(new Secret(Files.readString(recoveryKeyFile())))
                    .orElseThrow(() -> Failure.of(
                            recoveryKeyFile() + " holds no recovery key",
                            "Put the right key there, or move the file away to make a new one."));
        } catch (IOException e) {
            throw Failure.of("cannot read " + recoveryKeyFile() + ": " + e, "It belongs to who runs lotus up.");
        }
    }

    /** The word that lets a command talk to the running program. */
    Secret controlToken() {
        Path file = tokenFile();
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }
}
