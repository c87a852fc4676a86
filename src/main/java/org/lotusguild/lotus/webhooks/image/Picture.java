package org.lotusguild.lotus.webhooks.image;

import java.util.Optional;

/**
 * A picture that may be shown: PNG, JPEG, GIF or WebP by its first bytes, at most 40 megapixels, without the notes of cameras and
 * programs (EXIF, XMP, texts). It is read, never decoded.
 *
 * @param contentType as its bytes show
 * @param width in pixels
 */
public record Picture(String contentType, int width, int height, byte[] bytes) {
    /** The largest that is taken, in bytes: 5 MiB. */
    public static final int CAP = 5 << 20;

    private static final long MOST_PIXELS = 40_000_000;

    /** Empty if these bytes are no such picture. */
    public static Optional<Picture> of(byte[] bytes) {
        Optional<Picture> picture;
        try {
            picture = read(new Bytes(bytes));
        } catch (IndexOutOfBoundsException endsEarly) {
            return Optional.empty();
        }
        return picture.filter(Picture::fits);
    }

    private static Optional<Picture> read(Bytes bytes) {
        if (bytes.size() > CAP) {
            return Optional.empty();
        }
        if (bytes.says(0, "\u0089PNG\r\n\u001a\n")) {
            return Png.read(bytes);
        }
        if (bytes.says(0, "\u00ff\u00d8\u00ff")) {
            return Jpeg.read(bytes);
        }
        if (bytes.says(0, "GIF87a") || bytes.says(0, "GIF89a")) {
            return Optional.of(
                    new Picture("image/gif", bytes.littleEndian(6, 2), bytes.littleEndian(8, 2), bytes.whole()));
        }
        return bytes.says(0, "RIFF") && bytes.says(8, "WEBP") ? Webp.read(bytes) : Optional.empty();
    }

    private boolean fits() {
        return width > 0 && height > 0 && (long) width * height <= MOST_PIXELS;
    }

    /** The end of a file name. */
    public String extension() {
        return contentType.equals("image/jpeg") ? "jpg" : contentType.substring("image/".length());
    }
}
