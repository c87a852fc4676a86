package org.lotusguild.lotus.bot.minecraft;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One packet of RCON: length of the rest, id, type, all little-endian, the body, two zero bytes.
 *
 * @see <a href="https://minecraft.wiki/w/RCON">RCON</a>
 */
record Packet(int id, int type, String body) {
    static final int LOGIN = 3;
    static final int LOGIN_REPLY = 2;
    static final int COMMAND = 2;
    static final int REPLY = 0;
    /** The server reads at most 1,460 bytes at once, and closes unless that is one whole packet. */
    static final int LONGEST_BODY = 1_446;

    private static final int AROUND = 10;

    byte[] bytes() {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        if (text.length > LONGEST_BODY) {
            throw new IllegalArgumentException("a packet's body has at most " + LONGEST_BODY + " bytes");
        }
        return ByteBuffer.allocate(4 + AROUND + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length + AROUND)
                .putInt(id)
                .putInt(type)
                .put(text)
                .putShort((short) 0)
                .array();
    }

    /** @param rest what follows the length */
    static Packet read(byte[] rest) {
        ByteBuffer buffer = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
        int id = buffer.getInt();
        int type = buffer.getInt();
        return new Packet(id, type, new String(rest, 8, rest.length - AROUND, StandardCharsets.UTF_8));
    }

    static boolean possible(int length, int most) {
        return length >= AROUND && length <= most;
    }
}
