package org.lotusguild.lotus.stack.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.lotusguild.lotus.base.Secret;

/**
 * Small files closed for one recipient. Source: the age file format, version 1 (age-encryption.org/v1), with its X25519
 * recipients; files of several recipients are read as well.
 */
public final class Age {
    private static final String VERSION = "age-encryption.org/v1";
    private static final String WRAP = VERSION + "/X25519";
    private static final int FILE_KEY = 16;
    private static final int NONCE = 16;
    private static final int CHUNK = 64 << 10;
    private static final int TAG = 16;
    private static final Base64.Encoder TO_TEXT = Base64.getEncoder().withoutPadding();

    private Age() {}

    /** @throws IllegalArgumentException if the recipient is none */
    public static byte[] close(byte[] plain, String recipient, SecureRandom random) {
        byte[] theirs = AgeKey.recipientKey(recipient);
        byte[] fileKey = bytes(random, FILE_KEY);
        byte[] scalar = bytes(random, AgeKey.LENGTH);
        byte[] share = AgeKey.publicKey(scalar);
        byte[] wrapKey = derived(AgeKey.agree(scalar, theirs), joined(share, theirs), WRAP);
        String body = TO_TEXT.encodeToString(sealed(wrapKey, new byte[12], fileKey, 0, FILE_KEY));
        String head = VERSION + "\n-> X25519 " + TO_TEXT.encodeToString(share) + "\n" + body + "\n---";
        byte[] nonce = bytes(random, NONCE);
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + 512);
        out.writeBytes(
                (head + " " + TO_TEXT.encodeToString(mac(fileKey, head)) + "\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(nonce);
        payload(plain, derived(fileKey, nonce, "payload"), out);
        return out.toByteArray();
    }

    /** @throws IOException if it is no such file, was changed, or is closed for somebody else */
    public static byte[] open(byte[] closed, Secret identity) throws IOException {
        int end = headEnd(closed);
        String head = new String(closed, 0, end, StandardCharsets.US_ASCII);
        int sum = head.lastIndexOf("\n--- ");
        if (!head.startsWith(VERSION + "\n") || sum < 0) {
            throw new IOException("not a file of age");
        }
        byte[] fileKey = fileKey(head.substring(0, sum).lines().skip(1).toList(), identity);
        byte[] expected = mac(fileKey, head.substring(0, sum + 4));
        if (!MessageDigest.isEqual(expected, fromText(head.substring(sum + 5).strip()))) {
            throw new IOException("its head was changed");
        }
        byte[] nonce = Arrays.copyOfRange(closed, end, Math.min(end + NONCE, closed.length));
        return plain(closed, end + NONCE, derived(fileKey, nonce, "payload"));
    }

    private static int headEnd(byte[] closed) throws IOException {
        byte[] mark = "\n--- ".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + mark.length < closed.length; at++) {
            if (Arrays.equals(closed, at, at + mark.length, mark, 0, mark.length)) {
                for (int end = at + mark.length; end < closed.length; end++) {
                    if (closed[end] == '\n') {
                        return end + 1;
                    }
                }
            }
        }
        throw new IOException("not a file of age");
    }

    private static byte[] fileKey(List<String> lines, Secret identity) throws IOException {
        byte[] own = AgeKey.identityKey(identity);
        byte[] ours = AgeKey.publicKey(own);
        for (int i = 0; i + 1 < lines.size(); i++) {
            String[] words = lines.get(i).split(" ");
            if (words.length == 3 && words[0].equals("->") && words[1].equals("X25519")) {
                byte[] share = fromText(words[2]);
                byte[] wrapKey = derived(AgeKey.agree(own, share), joined(share, ours), WRAP);
                byte[] body = fromText(lines.get(i + 1));
                try {
                    return opened(wrapKey, new byte[12], body, 0, body.length);
                } catch (GeneralSecurityException e) {
                    continue; // for another recipient
                }
            }
        }
        throw new IOException("it is closed for another key");
    }

    private static void payload(byte[] plain, byte[] key, ByteArrayOutputStream out) {
        long counter = 0;
        int at = 0;
        do {
            int length = Math.min(CHUNK, plain.length - at);
            boolean last = at + length == plain.length;
            out.writeBytes(sealed(key, nonce(counter++, last), plain, at, length));
            at += length;
        } while (at < plain.length);
    }

    private static byte[] plain(byte[] closed, int from, byte[] key) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long counter = 0;
        int at = from;
        do {
            int length = Math.min(CHUNK + TAG, closed.length - at);
            boolean last = at + length == closed.length;
            try {
                out.writeBytes(opened(key, nonce(counter++, last), closed, at, Math.max(0, length)));
            } catch (GeneralSecurityException e) {
                throw new IOException("it was changed, or is not whole", e);
            }
            at += length;
        } while (at < closed.length);
        return out.toByteArray();
    }

    private static byte[] nonce(long counter, boolean last) {
        return ByteBuffer.allocate(12)
                .putInt(3, (int) (counter >> 32))
                .putInt(7, (int) counter)
                .put(11, (byte) (last ? 1 : 0))
                .array();
    }

    private static byte[] sealed(byte[] key, byte[] nonce, byte[] plain, int at, int length) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain, at, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 is missing in this Java", e);
        }
    }

    private static byte[] opened(byte[] key, byte[] nonce, byte[] closed, int at, int length)
            throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(closed, at, length);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        return cipher;
    }

    private static byte[] mac(byte[] fileKey, String head) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(derived(fileKey, new byte[0], "header"), "HmacSHA256"));
            return mac.doFinal(head.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC is missing in this Java", e);
        }
    }

    private static byte[] derived(byte[] key, byte[] salt, String info) {
        try {
            HKDFParameterSpec.Builder from =
                    HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt);
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(from.thenExpand(info.getBytes(StandardCharsets.US_ASCII), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is missing in this Java", e);
        }
    }

    /** In the one form that stands for these bytes: Java's decoder overlooks the last bits of the last sign. */
    private static byte[] fromText(String text) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("its head is no head of age", e);
        }
        if (!TO_TEXT.encodeToString(bytes).equals(text)) {
            throw new IOException("its head is no head of age");
        }
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
