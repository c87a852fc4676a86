package org.lotusguild.lotus.stack.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bytes as letters with a check sum, so that a key can be typed (BIP 173, without its limit on the length). */
final class Bech32 {
    private static final String LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int SUM = 6;

    private Bech32() {}

    /** In lower case. */
    static String write(String prefix, byte[] data) {
        byte[] words = regroup(data, 8, 5, true);
        StringBuilder out = new StringBuilder(prefix).append('1');
        for (byte word : words) {
            out.append(LETTERS.charAt(word));
        }
        int check = polymod(prefix, words, new byte[SUM]) ^ 1;
        for (int i = 0; i < SUM; i++) {
            out.append(LETTERS.charAt(check >> 5 * (SUM - 1 - i) & 31));
        }
        return out.toString();
    }

    /** @throws IllegalArgumentException if it is no such text, or was mistyped */
    static byte[] read(String prefix, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean oneCase = text.equals(lower) || text.equals(text.toUpperCase(Locale.ROOT));
        if (!oneCase || !lower.startsWith(prefix + "1") || lower.length() < prefix.length() + 1 + SUM) {
            throw new IllegalArgumentException("it does not begin with " + prefix + "1");
        }
        byte[] words = new byte[lower.length() - prefix.length() - 1];
        for (int i = 0; i < words.length; i++) {
            int letter = LETTERS.indexOf(lower.charAt(prefix.length() + 1 + i));
            if (letter < 0) {
                throw new IllegalArgumentException("it has a letter that no key has");
            }
            words[i] = (byte) letter;
        }
        if (polymod(prefix, words, new byte[0]) != 1) {
            throw new IllegalArgumentException("it is mistyped: its check sum is wrong");
        }
        byte[] payload = java.util.Arrays.copyOf(words, words.length - SUM);
        return regroup(payload, 5, 8, false);
    }

    private static int polymod(String prefix, byte[] words, byte[] more) {
        int sum = 1;
        byte[] name = prefix.getBytes(StandardCharsets.US_ASCII);
        for (byte letter : name) {
            sum = step(sum, letter >> 5);
        }
        sum = step(sum, 0);
        for (byte letter : name) {
            sum = step(sum, letter & 31);
        }
        for (byte word : words) {
            sum = step(sum, word);
        }
        for (byte word : more) {
            sum = step(sum, word);
        }
        return sum;
    }

    private static int step(int sum, int word) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5 ^ word;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }

    private static byte[] regroup(byte[] data, int from, int to, boolean pad) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (byte one : data) {
            held = (held << from | Byte.toUnsignedInt(one)) & 0xffff;
            bits += from;
            while (bits >= to) {
                bits -= to;
                out.write(held >> bits & (1 << to) - 1);
            }
        }
        if (pad && bits > 0) {
            out.write(held << to - bits & (1 << to) - 1);
        }
        return out.toByteArray();
    }
}
