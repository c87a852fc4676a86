package org.lotusguild.lotus.webhooks.image;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Set;

/** Source: W3C PNG (third edition), 5.3 chunk layout and 11.3 ancillary chunks. */
final class Png {
    private static final int FIRST_CHUNK = 8;
    private static final int AROUND = 12; // length, type, checksum
    private static final Set<String> NOTES = Set.of("eXIf", "tEXt", "zTXt", "iTXt", "tIME");

    private Png() {}

    static Optional<Picture> read(Bytes bytes) {
        if (!bytes.says(FIRST_CHUNK + 4, "IHDR")) {
            return Optional.empty();
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.size());
        bytes.copy(0, FIRST_CHUNK, kept);
        String type = "";
        for (int at = FIRST_CHUNK; !type.equals("IEND"); ) {
            int length = bytes.bigEndian(at, 4);
            type = bytes.text(at + 4, 4);
            if (length < 0 || length > bytes.size()) {
                return Optional.empty();
            }
            if (!NOTES.contains(type)) {
                bytes.copy(at, at + AROUND + length, kept);
            }
            at += AROUND + length;
        }
        return Optional.of(
                new Picture("image/png", bytes.bigEndian(16, 4), bytes.bigEndian(20, 4), kept.toByteArray()));
    }
}
