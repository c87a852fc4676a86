package org.lotusguild.lotus.webhooks.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;

/** Hooks over a real database, with the vault key of the tests. */
public final class TestHooks {
    private TestHooks() {}

    /** @param yaml the block {@code webhooks} */
    public static WebhooksConfig config(Path folder, String yaml) {
        try {
            Path file = folder.resolve("webhooks.yaml");
            Files.writeString(file, yaml);
            return new ConfigReader(name -> Optional.of("secret-of-" + name)).read(file, WebhooksConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void secret(Path folder, String name, String secret) {
        try {
            Path file = folder.resolve(name);
            Files.writeString(file, secret);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Vault vault() {
        return VaultKey.parse(new Secret("00".repeat(32))).vault("webhooks", new SecureRandom());
    }

    public static Hooks open(WebhooksConfig config, URI base, Database db, InstantSource clock) {
        return Hooks.open(config, base, db, vault(), clock, new SecureRandom());
    }

    /** A file's bytes as text, to look for what must not be in it. */
    public static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
