package org.lotusguild.lotus.http;

import java.nio.file.Path;
import org.lotusguild.lotus.base.json.Json;

/** The body of an outgoing request. */
public sealed interface HttpBody {

    String contentType();

    record Bytes(byte[] content, String contentType) implements HttpBody {}

    /** Streamed from the file. */
    record OfFile(Path file, String contentType) implements HttpBody {}

    static HttpBody json(Object tree) {
        return new Bytes(Json.bytes(tree), "application/json");
    }
}
