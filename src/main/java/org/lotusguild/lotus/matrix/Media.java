package org.lotusguild.lotus.matrix;

import java.nio.file.Path;
import org.lotusguild.lotus.base.id.MxcUri;

/** Files of the homeserver's media store. */
public interface Media {
    /** Streams the file up. @throws org.lotusguild.lotus.matrix.api.MatrixException if it is larger than the homeserver takes */
    MxcUri upload(Path file, String contentType, String name);

    /** Streams the file down into {@code target}; the content type as sniffed. @throws org.lotusguild.lotus.matrix.api.MatrixException if larger than {@code cap} bytes */
    String download(MxcUri uri, Path target, long cap);
}
