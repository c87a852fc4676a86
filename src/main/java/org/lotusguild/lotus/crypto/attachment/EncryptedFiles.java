package org.lotusguild.lotus.crypto.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;

/**
 * Encrypts and decrypts files as streams: AES-256-CTR, a fresh key and a counter of 64 random and 64 zero bits a file.
 *
 * <p>Source: Matrix specification, client-server API, "Sending encrypted attachments".
 */
public final class EncryptedFiles {
    private final SecureRandom random;

    public EncryptedFiles(SecureRandom random) {
        this.random = random;
    }

    /** Writes the ciphertext beside; the answer belongs into the event. A thumbnail is a file of its own, with its own key. */
    public FileKeys encrypt(Path clear, Path encrypted) throws IOException {
        byte[] key = new byte[32];
        byte[] iv = new byte[16];
        random.nextBytes(key);
        random.nextBytes(iv);
        Arrays.fill(iv, 8, 16, (byte) 0); // the counter begins at zero, so that it cannot run over
        MessageDigest sha = sha256();
        try (InputStream in = new CipherInputStream(Files.newInputStream(clear), cipher(Cipher.ENCRYPT_MODE, key, iv));
                OutputStream out = new DigestOutputStream(Files.newOutputStream(encrypted), sha)) {
            in.transferTo(out);
        }
        return FileKeys.of(key, iv, sha.digest());
    }

    /**
     * Verifies the hash of the whole ciphertext and only then writes the first clear byte.
     *
     * @return false if the file is not the one that was meant (changed, cut, another): nothing is written then
     */
    public boolean decrypt(FileKeys keys, Path encrypted, Path clear) throws IOException {
        if (!MessageDigest.isEqual(hash(encrypted), UnpaddedBase64.decode(keys.sha256()))) {
            return false;
        }
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, keys.keyBytes(), keys.ivBytes());
        try (InputStream in = new CipherInputStream(Files.newInputStream(encrypted), cipher);
                OutputStream out = Files.newOutputStream(clear)) {
            in.transferTo(out);
        }
        return true;
    }

    private static byte[] hash(Path file) throws IOException {
        MessageDigest sha = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
            in.transferTo(out);
        }
        return sha.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no SHA-256", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no AES-CTR", e);
        }
    }
}
