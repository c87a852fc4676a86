package org.lotusguild.lotus.stack.secrets;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.plan.SecretName;

/** New secrets: 32 bytes from the secure generator, as 43 signs that every program's quoting leaves alone. */
final class SecretMaker {
    private static final int BYTES = 32;
    private static final String KEY_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int KEY_LENGTH = 12;
    private static final int RSA_BITS = 2048;
    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BITS = 512;
    /** What Authelia's own command uses. */
    private static final int ROUNDS = 310_000;

    private static final Pattern DIGEST =
            Pattern.compile("\\$pbkdf2-sha512\\$" + ROUNDS + "\\$([A-Za-z0-9./]{22})\\$[A-Za-z0-9./]+");

    private static final int PEM_LINE = 64;

    private final SecureRandom random;

    SecretMaker(SecureRandom random) {
        this.random = random;
    }

    /** @param plain of {@link SecretName#OIDC_CLIENT}, whose digest is one of the secrets */
    Secret made(SecretName name, Secret plain) {
        return switch (name) {
            case LIVEKIT_KEY -> new Secret(key());
            case OIDC_CLIENT_DIGEST -> new Secret(digest(plain));
            case OIDC_KEY -> new Secret(rsa());
            default -> new Secret(word());
        };
    }

    private String word() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(BYTES));
    }

    /** LiveKit's names of keys begin with these letters. */
    private String key() {
        StringBuilder key = new StringBuilder("LK");
        random.ints(KEY_LENGTH, 0, KEY_SIGNS.length()).forEach(i -> key.append(KEY_SIGNS.charAt(i)));
        return key.toString();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** {@code $pbkdf2-sha512$rounds$salt$hash}, in base64 with a dot in place of the plus. */
    private String digest(Secret plain) {
        return digest(plain, ROUNDS, bytes(SALT_BYTES));
    }

    private static String digest(Secret plain, int rounds, byte[] salt) {
        try {
            PBEKeySpec spec = new PBEKeySpec(plain.value().toCharArray(), salt, rounds, DIGEST_BITS);
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            return "$pbkdf2-sha512$" + rounds + "$" + adapted(salt) + "$" + adapted(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2", e);
        }
    }

    /** Whether it is a digest of ours of this secret. */
    static boolean belongs(Secret digest, Secret plain) {
        Matcher parts = DIGEST.matcher(digest.value());
        return parts.matches()
                && digest(
                                plain,
                                ROUNDS,
                                Base64.getDecoder().decode(parts.group(1).replace('.', '+')))
                        .equals(digest.value());
    }

    private static String adapted(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes).replace('+', '.');
    }

    private String rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            String lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key);
            return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }
}
