package org.lotusguild.lotus.webhooks.hook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/** New ids and secrets, and what an id is found by. */
final class HookSecrets {
    private static final int BYTES = 24;
    private final SecureRandom random;

    HookSecrets(SecureRandom random) {
        this.random = random;
    }

    Secret fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static KeptSecret id(String hook, Secret id, Instant now) {
        return kept(hook, KeptSecret.ID, digest(id.value()), id, now);
    }

    static KeptSecret shown(String hook, Auth.Kind kind, Secret secret, Instant now) {
        return kept(hook, kind.name(), digest(hook + "\n" + kind + "\n" + secret.value()), secret, now);
    }

    /** The ids that stand in the file, which lie in no row; the one to show comes last. */
    static List<KeptSecret> ofFile(HookConfig hook, Instant now) {
        List<KeptSecret> ids = new ArrayList<>();
        hook.also().forEach(id -> ids.add(id(hook.name(), id, now)));
        hook.id().ifPresent(id -> ids.add(id(hook.name(), id, now)));
        return ids;
    }

    private static KeptSecret kept(String hook, String kind, String digest, Secret secret, Instant now) {
        return new KeptSecret(digest, hook, kind, secret, now, Optional.empty(), Optional.empty());
    }

    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
