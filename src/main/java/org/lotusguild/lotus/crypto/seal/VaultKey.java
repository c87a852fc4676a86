package org.lotusguild.lotus.crypto.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.lotusguild.lotus.base.Secret;

/** The one key that all sealed values of a database hang on: 32 bytes, from the configuration. */
public final class VaultKey {
    private static final int LENGTH = 32;
    private static final byte[] SALT = utf8("org.lotusguild.lotus.vault.v1");

    private final SecretKey key;

    private VaultKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, "HKDF");
    }

    /** @throws IllegalArgumentException if the text is not 32 bytes in base64 (padded or not) or hexadecimal */
    public static VaultKey parse(Secret text) {
        String bare = text.value().strip();
        byte[] bytes;
        try {
            bytes = bare.length() == 2 * LENGTH
                    ? HexFormat.of().parseHex(bare)
                    : Base64.getDecoder().decode(bare);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the vault key must be 32 bytes in base64 or hexadecimal");
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("the vault key must be 32 bytes in base64 or hexadecimal, it has "
                    + bytes.length + (bytes.length == 1 ? " byte" : " bytes"));
        }
        return new VaultKey(bytes);
    }

    /** A new key as text (base64), for a new key file. */
    public static Secret generate(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new Secret(Base64.getEncoder().encodeToString(bytes));
    }

    /** The vault of one account: its own key, derived. The same account text gives the same vault. */
    public Vault vault(String account, SecureRandom random) {
        return new Vault(derive("account " + account), random);
    }

    /** A value to keep in the clear beside the sealed ones; it tells a wrong key at start and tells nothing of the key. */
    public String check() {
        return Base64.getEncoder().withoutPadding().encodeToString(derive("check"));
    }

    /** @throws SealBroken if the kept check value is another key's */
    public void requireFits(String keptCheck) {
        if (!MessageDigest.isEqual(utf8(keptCheck), utf8(check()))) {
            throw new SealBroken("the vault key does not fit this database", null);
        }
    }

    private byte[] derive(String info) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .addSalt(SALT)
                            .thenExpand(utf8(info), LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no HKDF-SHA256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
