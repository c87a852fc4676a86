package org.lotusguild.lotus.matrix.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Media;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.api.MediaApi;

/** {@link Media} over the client-server API. Files are streamed, never held. */
public final class HomeserverMedia implements Media {
    private final MediaApi api;

    public HomeserverMedia(MatrixApi api) {
        this.api = api.media();
    }

    /** @throws UncheckedIOException if the file cannot be read */
    @Override
    public MxcUri upload(Path file, String contentType, String name) {
        long size = size(file);
        api.uploadLimit().filter(limit -> size > limit).ifPresent(limit -> {
            throw tooLarge("the file has " + size + " bytes, the homeserver takes " + limit);
        });
        return api.upload(file, contentType, name);
    }

    /** @throws UncheckedIOException if the target cannot be written; nothing is left of it then */
    @Override
    public String download(MxcUri uri, Path target, long cap) {
        try {
            return api.download(uri, cap, body -> received(body, target));
        } catch (MatrixException refusal) {
            discard(target);
            throw refusal;
        } catch (HttpFailure failure) {
            discard(target);
            throw failure.kind() == HttpFailure.Kind.TOO_LARGE
                    ? tooLarge("the file has more than " + cap + " bytes")
                    : failure;
        }
    }

    private static String received(InputStream body, Path target) {
        try {
            // Into a file that is there, not in its place: its owner may have closed it to others.
            try (OutputStream out = Files.newOutputStream(target)) {
                body.transferTo(out);
            }
            return ContentType.of(target);
        } catch (IOException e) {
            discard(target);
            throw new UncheckedIOException(e);
        }
    }

    static void discard(Path target) {
        try {
            Files.deleteIfExists(target);
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

    static MatrixException tooLarge(String why) {
        return new MatrixException(413, "M_TOO_LARGE", why, Optional.empty());
    }
}
