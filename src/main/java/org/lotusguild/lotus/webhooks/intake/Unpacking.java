package org.lotusguild.lotus.webhooks.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Takes a {@code Content-Encoding} off, up to a cap. */
final class Unpacking {
    private static final int ZLIB_METHOD = 8;
    private static final int ZLIB_CHECK = 31;

    private Unpacking() {}

    /** @throws Undecodable 415 for an encoding that is none of ours, 413 beyond the cap, 400 if it is broken */
    static byte[] of(String encoding, byte[] body, int most) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> whole(() -> new GZIPInputStream(new ByteArrayInputStream(body)), most);
            case "deflate" -> whole(() -> inflating(body), most);
            default -> throw Undecodable.unsupported("Content-Encoding must be gzip or deflate");
        };
    }

    /** Some send what RFC 1950 frames, some what RFC 1951 leaves bare. */
    private static InputStream inflating(byte[] body) {
        boolean framed = body.length > 1
                && (body[0] & 0x0f) == ZLIB_METHOD
                && ((body[0] & 0xff) * 256 + (body[1] & 0xff)) % ZLIB_CHECK == 0;
        return new InflaterInputStream(new ByteArrayInputStream(body), new Inflater(!framed)) {
            // The stream ends an inflater only that it made itself.
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    private static byte[] whole(Opening opening, int most) {
        try (InputStream in = opening.open()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Undecodable.tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw Undecodable.malformed("The body is not packed as its Content-Encoding says");
        }
    }
}
