package org.lotusguild.lotus.webhooks.image;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Source: ITU-T T.81, annex B. */
final class Jpeg {
    private static final int MARKER = 0xff;
    private static final int START_OF_SCAN = 0xda;
    private static final int END = 0xd9;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;
    private static final int COMMENT = 0xfe;
    private static final int JFIF = 0xe0;
    private static final int COLOUR_PROFILE = 0xe2;
    private static final int ADOBE = 0xee; // says how colours are stored

    /** Behind the first marker, which says that this is a JPEG. */
    private static final int FIRST_SEGMENT = 2;

    private Jpeg() {}

    /** Up to the end of the picture: what follows that, as cameras and phones have it, is none of it. */
    static Optional<Picture> read(Bytes bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.size());
        bytes.copy(0, FIRST_SEGMENT, kept);
        int @Nullable [] size = null;
        for (int at = FIRST_SEGMENT; at < bytes.size(); ) {
            if (bytes.at(at) != MARKER) {
                return Optional.empty();
            }
            int marker = bytes.at(at + 1);
            if (marker == MARKER) { // fill bytes
                at++;
                continue;
            }
            if (marker == END) {
                bytes.copy(at, at + 2, kept);
                break;
            }
            int end = at + 2 + bytes.bigEndian(at + 2, 2);
            if (frame(marker)) {
                size = new int[] {bytes.bigEndian(at + 7, 2), bytes.bigEndian(at + 5, 2)};
            }
            if (marker == START_OF_SCAN) {
                end = behindScan(bytes, end);
            }
            if (!notes(marker)) {
                bytes.copy(at, end, kept);
            }
            at = end;
        }
        return size == null
                ? Optional.empty()
                : Optional.of(new Picture("image/jpeg", size[0], size[1], kept.toByteArray()));
    }

    /** Within a scan a marker is followed by zero, or starts it again; a scan that breaks off ends with the file. */
    private static int behindScan(Bytes bytes, int from) {
        for (int at = from; at + 1 < bytes.size(); at++) {
            int next = bytes.at(at + 1);
            boolean within = next == 0 || next >= FIRST_RESTART && next <= LAST_RESTART || next == MARKER;
            if (bytes.at(at) == MARKER && !within) {
                return at;
            }
        }
        return bytes.size();
    }

    private static boolean frame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean notes(int marker) {
        boolean application = marker >= JFIF && marker <= 0xef;
        boolean needed = marker == JFIF || marker == COLOUR_PROFILE || marker == ADOBE;
        return marker == COMMENT || application && !needed;
    }
}
