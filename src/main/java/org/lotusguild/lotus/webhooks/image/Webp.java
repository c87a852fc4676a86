package org.lotusguild.lotus.webhooks.image;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Set;

/** Source: RFC 9649, sections 2.3 to 2.7. */
final class Webp {
    private static final int FIRST_CHUNK = 12;
    private static final int HEAD = 8;
    private static final Set<String> NOTES = Set.of("EXIF", "XMP ");
    /** The bits of the head that announce EXIF and XMP. */
    private static final int NOTE_FLAGS = 0x0c;

    private Webp() {}

    static Optional<Picture> read(Bytes bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.size());
        bytes.copy(0, FIRST_CHUNK, kept);
        for (int at = FIRST_CHUNK; at + HEAD <= bytes.size(); ) {
            int length = bytes.littleEndian(at + 4, 4);
            if (length < 0 || length > bytes.size()) {
                return Optional.empty();
            }
            int end = Math.min(at + HEAD + length + (length & 1), bytes.size());
            if (!NOTES.contains(bytes.text(at, 4))) {
                bytes.copy(at, end, kept);
            }
            at = end;
        }
        return sized(bytes, kept.toByteArray());
    }

    private static Optional<Picture> sized(Bytes bytes, byte[] kept) {
        int riff = kept.length - HEAD;
        for (int i = 0; i < 4; i++) {
            kept[4 + i] = (byte) (riff >> 8 * i);
        }
        return switch (bytes.text(FIRST_CHUNK, 4)) {
            case "VP8X" -> {
                kept[20] &= (byte) ~NOTE_FLAGS;
                yield picture(bytes.littleEndian(24, 3) + 1, bytes.littleEndian(27, 3) + 1, kept);
            }
            case "VP8L" -> {
                int bits = bytes.littleEndian(21, 4);
                yield picture((bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1, kept);
            }
            case "VP8 " -> picture(bytes.littleEndian(26, 2) & 0x3fff, bytes.littleEndian(28, 2) & 0x3fff, kept);
            default -> Optional.empty();
        };
    }

    private static Optional<Picture> picture(int width, int height, byte[] kept) {
        return Optional.of(new Picture("image/webp", width, height, kept));
    }
}
