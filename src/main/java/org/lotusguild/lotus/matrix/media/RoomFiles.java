package org.lotusguild.lotus.matrix.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.attachment.EncryptedFiles;
import org.lotusguild.lotus.crypto.attachment.FileKeys;
import org.lotusguild.lotus.matrix.AttachedFile;
import org.lotusguild.lotus.matrix.Attachments;
import org.lotusguild.lotus.matrix.Media;
import org.lotusguild.lotus.matrix.RoomFile;
import org.lotusguild.lotus.matrix.Rooms;
import tools.jackson.databind.node.ObjectNode;

/** {@link Attachments} over {@link Media}. What lies in temporary files is encrypted, and deleted whatever happens. */
public final class RoomFiles implements Attachments {
    private static final Set<String> SHOWN = Set.of("image", "video", "audio");

    private final Media media;
    private final Rooms rooms;
    private final EncryptedFiles encryption;
    private final Path folder;

    public RoomFiles(Media media, Rooms rooms, EncryptedFiles encryption) {
        this(media, rooms, encryption, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param folder for temporary files */
    RoomFiles(Media media, Rooms rooms, EncryptedFiles encryption, Path folder) {
        this.media = media;
        this.rooms = rooms;
        this.encryption = encryption;
        this.folder = folder;
    }

    @Override
    public ObjectNode upload(RoomId room, RoomFile file) {
        boolean encrypted = rooms.encrypted(room);
        ObjectNode content = Json.object()
                .put("msgtype", msgtype(file))
                .put("body", file.caption().orElse(file.name()))
                .put("filename", file.name());
        content.putObject("m.mentions");
        ObjectNode info = describe(content.putObject("info"), file);
        file.thumbnail().ifPresent(small -> {
            describe(info.putObject("thumbnail_info"), small);
            upload(small, encrypted, info, "thumbnail_file", "thumbnail_url");
        });
        upload(file, encrypted, content, "file", "url");
        return content;
    }

    private static String msgtype(RoomFile file) {
        String kind = file.contentType().split("/", 2)[0];
        return "m." + (SHOWN.contains(kind) ? kind : "file");
    }

    private static ObjectNode describe(ObjectNode info, RoomFile file) {
        info.put("mimetype", file.contentType()).put("size", size(file.file()));
        file.size().ifPresent(size -> info.put("w", size.width()).put("h", size.height()));
        return info;
    }

    private void upload(RoomFile file, boolean encrypted, ObjectNode holder, String keysName, String clearName) {
        if (size(file.file()) > CAP) {
            throw HomeserverMedia.tooLarge("the file has more than " + CAP + " bytes");
        }
        if (encrypted) {
            holder.set(keysName, uploadEncrypted(file.file()));
        } else {
            MxcUri uri = media.upload(file.file(), file.contentType(), file.name());
            holder.put(clearName, uri.toString());
        }
    }

    /** The homeserver learns neither name nor type. */
    private ObjectNode uploadEncrypted(Path clear) {
        Path encrypted = temporary();
        try {
            FileKeys keys = encryption.encrypt(clear, encrypted);
            MxcUri uri = media.upload(encrypted, ContentType.UNKNOWN, "");
            return keys.json().put("url", uri.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HomeserverMedia.discard(encrypted);
        }
    }

    @Override
    public Fetched fetch(AttachedFile file, Path target) {
        Optional<FileKeys> keys = file.keys();
        create(target);
        return keys.isEmpty()
                ? new Fetched.Whole(media.download(file.uri(), target, CAP))
                : fetchEncrypted(file.uri(), keys.get(), target);
    }

    private Fetched fetchEncrypted(MxcUri uri, FileKeys keys, Path target) {
        Path encrypted = temporary();
        boolean whole = false;
        try {
            media.download(uri, encrypted, CAP);
            whole = encryption.decrypt(keys, encrypted, target);
            return whole ? new Fetched.Whole(ContentType.of(target)) : new Fetched.Changed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HomeserverMedia.discard(encrypted);
            if (!whole) {
                HomeserverMedia.discard(target);
            }
        }
    }

    private static void create(Path target) {
        try {
            OwnFiles.create(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path temporary() {
        try {
            return Files.createTempFile(folder, "lotus-", ".encrypted");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
