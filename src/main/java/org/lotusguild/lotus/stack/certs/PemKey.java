package org.lotusguild.lotus.stack.certs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM: {@code PRIVATE KEY} (PKCS #8, certbot), {@code EC PRIVATE KEY} (SEC 1, lego) or {@code RSA PRIVATE KEY}
 * (PKCS #1). The last two do not name their algorithm: it is taken from the certificate.
 */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:EC |RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    private PemKey() {}

    static PrivateKey read(byte[] pem, PublicKey certified) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new GeneralSecurityException("there is no private key without a passphrase in it");
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        byte[] pkcs8 = block.group(1).equals("PRIVATE KEY") ? der : wrapped(der, certified);
        return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** PKCS #8 (RFC 5208): version, algorithm, key. */
    private static byte[] wrapped(byte[] key, PublicKey certified) {
        return element(SEQUENCE, joined(VERSION_0, algorithm(certified.getEncoded()), element(OCTETS, key)));
    }

    /** The first element of a SubjectPublicKeyInfo (RFC 5280). */
    private static byte[] algorithm(byte[] publicKey) {
        int start = 1 + lengthBytes(publicKey, 1);
        int header = 1 + lengthBytes(publicKey, start + 1);
        return Arrays.copyOfRange(publicKey, start, start + header + length(publicKey, start + 1));
    }

    private static int lengthBytes(byte[] der, int at) {
        int first = Byte.toUnsignedInt(der[at]);
        return first < 0x80 ? 1 : 1 + (first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int bytes = lengthBytes(der, at);
        if (bytes == 1) {
            return der[at];
        }
        int length = 0;
        for (int i = 1; i < bytes; i++) {
            length = length << 8 | Byte.toUnsignedInt(der[at + i]);
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length & 0xff);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
