package org.lotusguild.lotus.matrix;

import java.nio.file.Path;
import org.lotusguild.lotus.base.id.RoomId;
import tools.jackson.databind.node.ObjectNode;

/** Files in messages. They are streamed, and encrypted where the room is encrypted. */
public interface Attachments {
    /** The largest file that is sent or fetched, in bytes: 50 MiB. */
    long CAP = 50L << 20;

    /**
     * Uploads the file and its thumbnail, and answers the content of the {@code m.room.message} that shows it: for
     * {@link RoomSender}, as it is or as an edit.
     *
     * @throws org.lotusguild.lotus.matrix.api.MatrixException if it is larger than {@link #CAP} or than the homeserver takes
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    ObjectNode upload(RoomId room, RoomFile file);

    /**
     * Fetches the file into {@code target}, for the owner's eyes only. Of an encrypted file the whole is checked first:
     * of one that was changed not one byte is written.
     *
     * @throws org.lotusguild.lotus.matrix.api.MatrixException if it is gone or larger than {@link #CAP}
     * @throws java.io.UncheckedIOException if the target cannot be written
     */
    Fetched fetch(AttachedFile file, Path target);

    sealed interface Fetched {

        /** It lies in the target; {@code contentType} as its first bytes show. */
        record Whole(String contentType) implements Fetched {}

        /** The homeserver has another file than its sender encrypted. Nothing is left of it. */
        record Changed() implements Fetched {}
    }
}
