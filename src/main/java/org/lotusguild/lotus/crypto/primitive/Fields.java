package org.lotusguild.lotus.crypto.primitive;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * The fields of an Olm message: a version byte, then tagged values. Stricter than the library inside the binding, so that
 * both can never read two different keys out of one message: a repeated field and a tag of more than one byte are refused.
 */
final class Fields {
    private static final int VERSION = 3;
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final byte[] wire;
    private final int end;
    private final Map<Integer, byte[]> found = new HashMap<>();
    private int at = 1;

    private Fields(byte[] wire, int trailer) {
        this.wire = wire;
        this.end = wire.length - trailer;
    }

    /** @param trailer bytes after the fields that are not looked at */
    static Fields of(byte[] wire, int trailer) {
        if (wire.length < 1 + trailer || wire[0] != VERSION) {
            throw malformed();
        }
        Fields fields = new Fields(wire, trailer);
        while (fields.at < fields.end) {
            fields.next();
        }
        return fields;
    }

    byte[] bytes(int field) {
        byte[] value = found.get(field);
        if (value == null) {
            throw malformed();
        }
        return value;
    }

    private void next() {
        int tag = wire[at++];
        if (tag < 0) {
            throw malformed();
        }
        byte[] value = switch (tag & 7) {
            case VARINT -> number();
            case BYTES -> string();
            default -> throw malformed();
        };
        if (found.put(tag >> 3, value) != null) {
            throw malformed();
        }
    }

    /** Numbers (the chain index) are stepped over. */
    private byte[] number() {
        varint();
        return new byte[0];
    }

    private byte[] string() {
        long length = varint();
        if (length > end - at) {
            throw malformed();
        }
        byte[] value = Arrays.copyOfRange(wire, at, at + (int) length);
        at += (int) length;
        return value;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 35 && at < end; shift += 7) {
            byte b = wire[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private static CryptoException malformed() {
        return new CryptoException(Kind.MALFORMED, "not an Olm message");
    }
}
