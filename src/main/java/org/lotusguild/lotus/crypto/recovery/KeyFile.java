package org.lotusguild.lotus.crypto.recovery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.lotusguild.lotus.base.Secret;

/**
 * A file of room keys under a passphrase, as every Matrix client writes and reads it: AES-256-CTR and HMAC-SHA-256 with
 * keys made of the passphrase by PBKDF2-HMAC-SHA-512.
 *
 * <p>Source: Matrix specification, client-server API, "Key exports".
 */
public final class KeyFile {
    private static final String BEGIN = "-----BEGIN MEGOLM SESSION DATA-----";
    private static final String END = "-----END MEGOLM SESSION DATA-----";
    private static final String HMAC = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int SALT = 16;
    private static final int IV = 16;
    private static final int MAC = 32;
    private static final int HEADER = 1 + SALT + IV + Integer.BYTES;
    private static final int LINE = 76;
    private static final int ROUNDS = 500_000;
    /** A file that asks for more rounds than this keeps the processor busy for longer than anybody waits. */
    private static final int MOST_ROUNDS = 10_000_000;

    private KeyFile() {}

    private record Keys(SecretKeySpec aes, SecretKeySpec mac) {}

    /** Writes the text of a JSON array, sealed. The stream stays open. */
    public static void write(OutputStream out, byte[] json, Secret passphrase, SecureRandom random) throws IOException {
        byte[] salt = new byte[SALT];
        byte[] iv = new byte[IV];
        random.nextBytes(salt);
        random.nextBytes(iv);
        iv[8] &= 0x7f;
        Keys keys = keys(passphrase, salt, ROUNDS);
        byte[] text = ctr(keys, iv, json);
        ByteBuffer body = ByteBuffer.allocate(HEADER + text.length + MAC);
        body.put(VERSION).put(salt).put(iv).putInt(ROUNDS).put(text);
        body.put(hmac(keys, body.array(), HEADER + text.length));
        out.write((BEGIN + "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(body.array()));
        out.write(("\n" + END + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The JSON text; empty if the passphrase is another one, or if it is no such file or damaged. */
    public static Optional<byte[]> read(byte[] file, Secret passphrase) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(0, begin));
        if (begin < 0 || end < 0) {
            return Optional.empty();
        }
        try {
            return opened(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)), passphrase);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64
        }
    }

    private static Optional<byte[]> opened(byte[] body, Secret passphrase) {
        if (body.length < HEADER + MAC || body[0] != VERSION) {
            return Optional.empty();
        }
        int rounds = ByteBuffer.wrap(body, 1 + SALT + IV, Integer.BYTES).getInt();
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            return Optional.empty();
        }
        Keys keys = keys(passphrase, Arrays.copyOfRange(body, 1, 1 + SALT), rounds);
        int length = body.length - MAC;
        byte[] told = Arrays.copyOfRange(body, length, body.length);
        return MessageDigest.isEqual(told, hmac(keys, body, length))
                ? Optional.of(ctr(
                        keys,
                        Arrays.copyOfRange(body, 1 + SALT, 1 + SALT + IV),
                        Arrays.copyOfRange(body, HEADER, length)))
                : Optional.empty();
    }

    private static Keys keys(Secret passphrase, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(passphrase.value().toCharArray(), salt, rounds, 512);
        try {
            byte[] both = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            return new Keys(new SecretKeySpec(both, 0, 32, "AES"), new SecretKeySpec(both, 32, 32, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no PBKDF2 with HMAC-SHA-512", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(Keys keys, byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(keys.mac());
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no HMAC-SHA-256", e);
        }
    }

    private static byte[] ctr(Keys keys, byte[] iv, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, keys.aes(), new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no AES-CTR", e);
        }
    }
}
