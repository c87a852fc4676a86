package org.lotusguild.lotus.stack.trial;

import java.security.SecureRandom;
import java.util.Base64;

/** Random words for secrets. */
final class Words {
    private static final String SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** Without signs that look alike: these are typed by people. */
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int TOKEN = 64;
    private static final int PASSWORD = 20;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random;

    Words(SecureRandom random) {
        this.random = random;
    }

    String token() {
        return word(SIGNS, TOKEN);
    }

    /** About 99 bits. */
    String password() {
        return word(READABLE, PASSWORD);
    }

    /** 32 bytes in base64. */
    String key() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private String word(String signs, int length) {
        return random.ints(length, 0, signs.length())
                .collect(StringBuilder::new, (b, i) -> b.append(signs.charAt(i)), StringBuilder::append)
                .toString();
    }
}
