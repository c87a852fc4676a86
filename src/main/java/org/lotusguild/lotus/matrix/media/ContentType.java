package org.lotusguild.lotus.matrix.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The content type that a file's first bytes show. What the sender or the homeserver says is a hint at most. */
final class ContentType {
    private static final int HEAD = 64;
    static final String UNKNOWN = "application/octet-stream";

    /** @param offset of {@code bytes} in the file, written as ISO 8859-1 */
    private record Magic(int offset, String bytes, String type) {}

    /** The first that fits decides. */
    private static final List<Magic> MAGIC = List.of(
            new Magic(0, "\u0089PNG\r\n\u001a\n", "image/png"),
            new Magic(0, "\u00ff\u00d8\u00ff", "image/jpeg"),
            new Magic(0, "GIF87a", "image/gif"),
            new Magic(0, "GIF89a", "image/gif"),
            new Magic(8, "WEBP", "image/webp"),
            new Magic(8, "WAVE", "audio/wav"),
            new Magic(4, "ftypavif", "image/avif"),
            new Magic(4, "ftypheic", "image/heic"),
            new Magic(4, "ftypM4A ", "audio/mp4"),
            new Magic(4, "ftyp", "video/mp4"),
            new Magic(0, "\u001aE\u00df\u00a3", "video/webm"),
            new Magic(0, "OggS", "audio/ogg"),
            new Magic(0, "fLaC", "audio/flac"),
            new Magic(0, "ID3", "audio/mpeg"),
            new Magic(0, "\u00ff\u00fb", "audio/mpeg"),
            new Magic(0, "%PDF-", "application/pdf"),
            new Magic(0, "PK\u0003\u0004", "application/zip"),
            new Magic(0, "\u001f\u008b", "application/gzip"));

    private ContentType() {}

    static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD));
        }
    }

    static String of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return MAGIC.stream()
                .filter(magic -> text.startsWith(magic.bytes(), magic.offset()))
                .map(Magic::type)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
