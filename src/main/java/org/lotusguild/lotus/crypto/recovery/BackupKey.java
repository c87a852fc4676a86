package org.lotusguild.lotus.crypto.recovery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import tools.jackson.databind.node.ObjectNode;

/**
 * The private key of a backup of room keys on the homeserver.
 *
 * <p>Source: Matrix specification, client-server API, {@code m.megolm_backup.v1.curve25519-aes-sha2}. The MAC is that of
 * the empty text: a mistake of the first implementation that became the specification. So it proves nothing, and what a
 * backup holds is not authenticated.
 */
public final class BackupKey {
    /** The algorithm of backup versions; its {@code auth_data} names the {@code public_key}. */
    public static final String ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2";
    /** The name of the key in secret storage. */
    public static final String SECRET = "m.megolm_backup.v1";

    private static final int LENGTH = 32;
    private static final int BLOCK = 16;
    private static final int MAC = 8;

    private final byte[] seed;
    private final Curve25519Key publicKey;

    private BackupKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = Curve25519.publicKey(seed);
    }

    public static BackupKey create(SecureRandom random) {
        byte[] seed = new byte[LENGTH];
        random.nextBytes(seed);
        return new BackupKey(seed);
    }

    /** From secret storage: base64. Empty if it is no key. */
    public static Optional<BackupKey> parse(Secret base64) {
        try {
            return Optional.of(UnpaddedBase64.decode(base64.value()))
                    .filter(bytes -> bytes.length == LENGTH)
                    .map(BackupKey::new);
        } catch (CryptoException e) {
            return Optional.empty();
        }
    }

    /** For secret storage and the sealed store. */
    public Secret secret() {
        return new Secret(UnpaddedBase64.encode(seed));
    }

    public Curve25519Key publicKey() {
        return publicKey;
    }

    /** A session's text as {@code session_data}, for whoever has the private half of that key. */
    public static ObjectNode close(Curve25519Key publicKey, Secret clear, SecureRandom random) {
        byte[] ephemeral = new byte[LENGTH];
        random.nextBytes(ephemeral);
        Derived keys = Derived.of(Curve25519.agree(ephemeral, publicKey), "", BLOCK);
        byte[] text = clear.value().getBytes(StandardCharsets.UTF_8);
        return Json.object()
                .put("ephemeral", Curve25519.publicKey(ephemeral).base64())
                .put(
                        "ciphertext",
                        UnpaddedBase64.encode(
                                cbc(Cipher.ENCRYPT_MODE, keys, text).orElseThrow()))
                .put("mac", UnpaddedBase64.encode(mac(keys)));
    }

    /** Empty if it was closed for another key or is damaged. */
    public Optional<Secret> open(ObjectNode sessionData) {
        try {
            Curve25519Key ephemeral =
                    Curve25519Key.parse(Json.string(sessionData, "ephemeral").orElse(""));
            byte[] ciphertext =
                    UnpaddedBase64.decode(Json.string(sessionData, "ciphertext").orElse(""));
            byte[] mac = UnpaddedBase64.decode(Json.string(sessionData, "mac").orElse(""));
            Derived keys = Derived.of(Curve25519.agree(seed, ephemeral), "", BLOCK);
            return MessageDigest.isEqual(mac, mac(keys))
                    ? cbc(Cipher.DECRYPT_MODE, keys, ciphertext)
                            .map(text -> new Secret(new String(text, StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (CryptoException e) {
            return Optional.empty();
        }
    }

    private static byte[] mac(Derived keys) {
        return Arrays.copyOf(keys.hmac(new byte[0]), MAC);
    }

    /** Empty if the padding is wrong. */
    private static Optional<byte[]> cbc(int mode, Derived keys, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, keys.aes(), new IvParameterSpec(keys.iv()));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
