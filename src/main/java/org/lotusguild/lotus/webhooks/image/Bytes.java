package org.lotusguild.lotus.webhooks.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A file in memory. Reading behind its end is an {@link IndexOutOfBoundsException}. */
record Bytes(byte[] whole) {

    int size() {
        return whole.length;
    }

    int at(int offset) {
        return whole[offset] & 0xff;
    }

    /** @param text ISO 8859-1 */
    boolean says(int offset, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        if (offset < 0 || offset + wanted.length > whole.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (whole[offset + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    String text(int offset, int length) {
        if (offset + length > whole.length) {
            throw new IndexOutOfBoundsException();
        }
        return new String(whole, offset, length, StandardCharsets.ISO_8859_1);
    }

    int bigEndian(int offset, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | at(offset + i);
        }
        return value;
    }

    int littleEndian(int offset, int length) {
        int value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | at(offset + i);
        }
        return value;
    }

    void copy(int from, int to, ByteArrayOutputStream out) {
        if (from < 0 || to < from || to > whole.length) {
            throw new IndexOutOfBoundsException();
        }
        out.write(whole, from, to - from);
    }
}
