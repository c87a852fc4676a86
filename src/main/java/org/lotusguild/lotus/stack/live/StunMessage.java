package org.lotusguild.lotus.stack.live;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A message of STUN and TURN (RFC 8489, RFC 8656): a type, a transaction, and attributes of which each counts once. */
final class StunMessage {
    static final int USERNAME = 0x0006;
    static final int ERROR = 0x0009;
    static final int LIFETIME = 0x000D;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int RELAYED = 0x0016;
    static final int TRANSPORT = 0x0019;
    static final int MAPPED = 0x0020;

    private static final int INTEGRITY = 0x0008;
    private static final int COOKIE = 0x2112A442;
    private static final int HEAD = 20;
    private static final int ID = 12;
    private static final int SIGNED = 24;

    private final int type;
    private final byte[] id;
    private final Map<Integer, byte[]> attributes = new LinkedHashMap<>();

    StunMessage(int type, byte[] id) {
        this.type = type;
        this.id = id.clone();
    }

    /** This one, with the attribute, unless it has it. */
    StunMessage with(int attribute, byte[] value) {
        attributes.putIfAbsent(attribute, value.clone());
        return this;
    }

    StunMessage with(int attribute, String text) {
        return with(attribute, text.getBytes(StandardCharsets.UTF_8));
    }

    int type() {
        return type;
    }

    /** Whether it belongs to the same transaction. */
    boolean answers(StunMessage request) {
        return Arrays.equals(id, request.id);
    }

    Optional<String> text(int attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** {@code 401 Unauthorized}; empty if it is no refusal. */
    Optional<String> refusal() {
        return Optional.ofNullable(attributes.get(ERROR))
                .filter(value -> value.length >= 4)
                .map(value -> (value[2] & 7) * 100 + Byte.toUnsignedInt(value[3]) + " "
                        + new String(value, 4, value.length - 4, StandardCharsets.UTF_8)
                                .replaceAll("[^\\x20-\\x7e]+", " ")
                                .strip());
    }

    /** {@code address:port} of an attribute whose name begins with XOR. */
    Optional<String> address(int attribute) {
        byte[] value = attributes.get(attribute);
        if (value == null || (value.length != 8 && value.length != 20)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        int port = Short.toUnsignedInt(in.getShort(2)) ^ COOKIE >>> 16;
        byte[] mask = ByteBuffer.allocate(ID + 4).putInt(COOKIE).put(id).array();
        byte[] bytes = Arrays.copyOfRange(value, 4, value.length);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i];
        }
        try {
            String host = InetAddress.getByAddress(bytes).getHostAddress();
            return Optional.of(bytes.length == 4 ? host + ":" + port : "[" + host + "]:" + port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    byte[] bytes() {
        return bytes(0).array();
    }

    /** With MESSAGE-INTEGRITY: HMAC-SHA1 over all before it, the length in the head counting it. */
    byte[] signed(byte[] key) {
        ByteBuffer whole = bytes(SIGNED);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            mac.update(whole.array(), 0, whole.position());
            byte[] sum = mac.doFinal();
            return whole.putShort((short) INTEGRITY)
                    .putShort((short) sum.length)
                    .put(sum)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }

    /** @param more bytes that will follow, counted in the head */
    private ByteBuffer bytes(int more) {
        int length = attributes.values().stream()
                .mapToInt(value -> 4 + padded(value.length))
                .sum();
        ByteBuffer out = ByteBuffer.allocate(HEAD + length + more)
                .putShort((short) type)
                .putShort((short) (length + more))
                .putInt(COOKIE)
                .put(id);
        attributes.forEach((attribute, value) -> {
            out.putShort(attribute.shortValue()).putShort((short) value.length).put(value);
            out.position(out.position() + padded(value.length) - value.length);
        });
        return out;
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    /** Empty if it is none. */
    static Optional<StunMessage> read(ByteBuffer in) {
        if (in.remaining() < HEAD) {
            return Optional.empty();
        }
        int type = Short.toUnsignedInt(in.getShort());
        int length = Short.toUnsignedInt(in.getShort());
        boolean cookie = in.getInt() == COOKIE;
        byte[] id = new byte[ID];
        in.get(id);
        if (!cookie || length > in.remaining()) {
            return Optional.empty();
        }
        StunMessage message = new StunMessage(type, id);
        while (in.remaining() >= 4) {
            int attribute = Short.toUnsignedInt(in.getShort());
            int size = Short.toUnsignedInt(in.getShort());
            if (size > in.remaining()) {
                return Optional.empty();
            }
            byte[] value = new byte[size];
            in.get(value);
            message.with(attribute, value);
            in.position(Math.min(in.limit(), in.position() + padded(size) - size));
        }
        return Optional.of(message);
    }
}
