package org.lotusguild.lotus.matrix;

import java.util.Optional;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.attachment.FileKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file that a message shows, as its sender told of it.
 *
 * @param keys of an encrypted file; absent: it lies in clear on the homeserver
 */
public record AttachedFile(MxcUri uri, Optional<FileKeys> keys) {

    /**
     * Out of the content of an {@code m.image}, {@code m.file}, {@code m.audio} or {@code m.video}, or an edit's new content.
     * Empty if it shows none, or one that cannot be read: a broken {@code file} is never replaced by the {@code url} beside.
     */
    public static Optional<AttachedFile> of(ObjectNode content) {
        return read(content, "file", "url");
    }

    /** The thumbnail, which is a file of its own, with a key of its own. */
    public static Optional<AttachedFile> thumbnailOf(ObjectNode content) {
        return read(content.path("info"), "thumbnail_file", "thumbnail_url");
    }

    private static Optional<AttachedFile> read(JsonNode holder, String encrypted, String clear) {
        if (!holder.has(encrypted)) {
            return uri(holder.path(clear)).map(uri -> new AttachedFile(uri, Optional.empty()));
        }
        Optional<FileKeys> keys = FileKeys.read(Json.objectAt(holder, encrypted));
        return keys.isEmpty()
                ? Optional.empty()
                : uri(Json.at(holder, encrypted, "url")).map(uri -> new AttachedFile(uri, keys));
    }

    private static Optional<MxcUri> uri(JsonNode text) {
        try {
            return text.isString() ? Optional.of(MxcUri.parse(text.stringValue())) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
