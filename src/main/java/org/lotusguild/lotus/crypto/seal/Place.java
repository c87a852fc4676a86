package org.lotusguild.lotus.crypto.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a sealed value lies. It opens nowhere else, so rows cannot be moved or exchanged.
 *
 * @param table the database table, with the column if it has several sealed ones
 * @param user the account's user id
 * @param device the account's device id; empty where the row belongs to no device
 * @param row the row's key within table, user and device
 */
public record Place(String table, String user, String device, String row) {

    /** Each part with its length before it: no two places have the same bytes. */
    byte[] bytes() {
        List<byte[]> parts = List.of(utf8(table), utf8(user), utf8(device), utf8(row));
        ByteBuffer out = ByteBuffer.allocate(
                parts.stream().mapToInt(p -> Integer.BYTES + p.length).sum());
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
        return out.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
