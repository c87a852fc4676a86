package org.lotusguild.lotus.matrix;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is to be shown in a room.
 *
 * @param name as people see it
 * @param contentType decides how it is shown: {@code image/…}, {@code video/…}, {@code audio/…}, anything else as a file
 * @param caption what is said about it
 * @param size of a picture or video
 * @param thumbnail a smaller picture of it; its own name, caption and thumbnail are not sent
 */
public record RoomFile(
        Path file,
        String name,
        String contentType,
        Optional<String> caption,
        Optional<Size> size,
        Optional<RoomFile> thumbnail) {

    /** In pixels. */
    public record Size(int width, int height) {}

    public static RoomFile of(Path file, String name, String contentType) {
        return new RoomFile(file, name, contentType, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public RoomFile caption(String text) {
        return new RoomFile(file, name, contentType, Optional.of(text), size, thumbnail);
    }

    public RoomFile size(int width, int height) {
        return new RoomFile(file, name, contentType, caption, Optional.of(new Size(width, height)), thumbnail);
    }

    public RoomFile thumbnail(RoomFile smaller) {
        return new RoomFile(file, name, contentType, caption, size, Optional.of(smaller));
    }
}
