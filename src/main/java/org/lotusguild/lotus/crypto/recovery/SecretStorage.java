package org.lotusguild.lotus.crypto.recovery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets in the account's data on the homeserver, closed with the recovery key: AES-256-CTR and HMAC-SHA-256 with keys
 * derived for each secret's name.
 *
 * <p>Source: Matrix specification, client-server API, {@code m.secret_storage.v1.aes-hmac-sha2}.
 */
public final class SecretStorage {
    /** Account data: {@code {"key": id}} of the key in use. */
    public static final String DEFAULT_KEY = "m.secret_storage.default_key";
    /** Account data: before the id of a key, whose description it is. */
    public static final String KEY = "m.secret_storage.key.";

    private static final String ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2";
    private static final int IV = 16;
    private static final byte[] ZEROS = new byte[32];

    private final RecoveryKey key;
    private final SecureRandom random;

    public SecretStorage(RecoveryKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /** What tells a right key from a wrong one: the content of {@link #KEY}. */
    public ObjectNode description() {
        ObjectNode check = closed("", ZEROS, iv());
        check.remove("ciphertext");
        return check.put("algorithm", ALGORITHM);
    }

    /** Whether this key is the one described; a description without a check fits no key. */
    public boolean fits(ObjectNode description) {
        Optional<byte[]> iv = bytes(description, "iv").filter(found -> found.length == IV);
        Optional<byte[]> mac = bytes(description, "mac");
        return Json.string(description, "algorithm").equals(Optional.of(ALGORITHM))
                && iv.isPresent()
                && mac.isPresent()
                && MessageDigest.isEqual(
                        mac.get(), bytes(closed("", ZEROS, iv.get()), "mac").orElseThrow());
    }

    /** The entry of a secret under {@code encrypted.<key id>} of its account data. */
    public ObjectNode close(String name, Secret secret) {
        return closed(name, secret.value().getBytes(StandardCharsets.UTF_8), iv());
    }

    /** Empty if it was closed with another key or under another name, or was changed. */
    public Optional<Secret> open(String name, ObjectNode entry) {
        Optional<byte[]> iv = bytes(entry, "iv").filter(found -> found.length == IV);
        Optional<byte[]> ciphertext = bytes(entry, "ciphertext");
        Optional<byte[]> mac = bytes(entry, "mac");
        if (iv.isEmpty() || ciphertext.isEmpty() || mac.isEmpty()) {
            return Optional.empty();
        }
        Derived keys = Derived.of(key.bytes(), name, 0);
        if (!MessageDigest.isEqual(mac.get(), keys.hmac(ciphertext.get()))) {
            return Optional.empty();
        }
        return Optional.of(new Secret(new String(ctr(keys, iv.get(), ciphertext.get()), StandardCharsets.UTF_8)));
    }

    private ObjectNode closed(String name, byte[] clear, byte[] iv) {
        Derived keys = Derived.of(key.bytes(), name, 0);
        byte[] ciphertext = ctr(keys, iv, clear);
        return Json.object()
                .put("iv", UnpaddedBase64.encode(iv))
                .put("ciphertext", UnpaddedBase64.encode(ciphertext))
                .put("mac", UnpaddedBase64.encode(keys.hmac(ciphertext)));
    }

    /** Bit 63 is zero, since counters of 64 bits differ between platforms in how they run over. */
    private byte[] iv() {
        byte[] iv = new byte[IV];
        random.nextBytes(iv);
        iv[8] &= 0x7f;
        return iv;
    }

    private static byte[] ctr(Derived keys, byte[] iv, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, keys.aes(), new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no AES-CTR", e);
        }
    }

    private static Optional<byte[]> bytes(ObjectNode object, String field) {
        try {
            return Json.string(object, field).map(UnpaddedBase64::decode);
        } catch (CryptoException e) {
            return Optional.empty();
        }
    }
}
