package org.lotusguild.lotus.crypto.recovery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys made of one key by HKDF-SHA-256 with a salt of 32 zero bytes. */
record Derived(SecretKeySpec aes, SecretKeySpec mac, byte[] iv) {
    private static final int KEY = 32;
    private static final String HMAC = "HmacSHA256";

    /** @param ivBytes how many bytes of an initialisation vector are derived as well */
    static Derived of(byte[] key, String info, int ivBytes) {
        byte[] all;
        try {
            all = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(new SecretKeySpec(key, "HKDF"))
                            .addSalt(new byte[KEY])
                            .thenExpand(info.getBytes(StandardCharsets.UTF_8), 2 * KEY + ivBytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no HKDF-SHA256", e);
        }
        return new Derived(
                new SecretKeySpec(all, 0, KEY, "AES"),
                new SecretKeySpec(all, KEY, KEY, HMAC),
                Arrays.copyOfRange(all, 2 * KEY, all.length));
    }

    byte[] hmac(byte[] text) {
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(mac);
            return hmac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no HMAC-SHA-256", e);
        }
    }
}
