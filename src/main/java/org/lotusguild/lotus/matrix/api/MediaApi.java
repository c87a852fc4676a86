package org.lotusguild.lotus.matrix.api;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import tools.jackson.databind.JsonNode;

/** Requests about files. */
public final class MediaApi {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Wire wire;

    MediaApi(Wire wire) {
        this.wire = wire;
    }

    /** {@code m.upload.size} of {@code GET /media/config} in bytes; empty if the homeserver names no limit. */
    public Optional<Long> uploadLimit() {
        JsonNode limit = wire.json(Request.get("/v1/media/config")).path("m.upload.size");
        return limit.canConvertToLong() ? Optional.of(limit.longValue()) : Optional.empty();
    }

    /**
     * {@code POST /upload}, streamed from the file. Repeated only while not a byte of an answer has come.
     *
     * @param name empty: the homeserver is told none
     */
    public MxcUri upload(Path file, String contentType, String name) {
        Request request =
                Request.post("/_matrix/media/v3/upload").timeout(TIMEOUT).body(new HttpBody.OfFile(file, contentType));
        Request named = name.isEmpty() ? request : request.with("filename", name);
        return MxcUri.parse(MatrixApi.text(wire.jsonUntilAnswered(named), "content_uri"));
    }

    /**
     * {@code GET /media/download}: hands the bytes, {@code cap} at most, to the reader. One redirect is followed, without
     * the token: it leads to the media store's own host.
     */
    public <T> T download(MxcUri uri, long cap, Function<InputStream, T> reader) {
        Request request = Request.get("/v1/media/download/{}/{}", uri.server(), uri.mediaId())
                .timeout(TIMEOUT)
                .cap(cap);
        return wire.stream(request, reader, answer -> redirected(wire.call(request), answer, reader));
    }

    private <T> T redirected(HttpCall first, HttpAnswer answer, Function<InputStream, T> reader) {
        Optional<URI> target =
                answer.status() / 100 == 3 ? answer.header("location").map(first.uri()::resolve) : Optional.empty();
        HttpCall next = HttpCall.of("GET", target.orElseThrow(() -> wire.refusal(answer)))
                .timeout(TIMEOUT)
                .answerCap(first.answerCap());
        return wire.http().stream(next, reader, refused -> {
            throw wire.refusal(refused);
        });
    }
}
