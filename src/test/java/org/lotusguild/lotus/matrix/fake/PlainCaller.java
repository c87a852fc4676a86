package org.lotusguild.lotus.matrix.fake;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Function;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;

/** The plainest {@link HttpCaller} that keeps the door's promises, over the JDK's client. */
public final class PlainCaller implements HttpCaller {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Override
    public HttpAnswer send(HttpCall call) {
        HttpResponse<byte[]> got = exchange(call);
        return new HttpAnswer(got.statusCode(), got.headers().map(), got.body());
    }

    @Override
    public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
        HttpAnswer answer = send(call);
        return answer.ok() ? accepted.apply(new ByteArrayInputStream(answer.body())) : refused.apply(answer);
    }

    private HttpResponse<byte[]> exchange(HttpCall call) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                    .timeout(call.timeout())
                    .method(
                            call.method(),
                            call.body().map(PlainCaller::publisher).orElse(HttpRequest.BodyPublishers.noBody()));
            call.headers().forEach(request::header);
            HttpResponse<byte[]> got = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (got.body().length > call.answerCap()) {
                throw new HttpFailure(HttpFailure.Kind.TOO_LARGE, "answer too large", null);
            }
            return got;
        } catch (ConnectException e) {
            throw new HttpFailure(HttpFailure.Kind.CONNECT, "no connection", e);
        } catch (HttpTimeoutException e) {
            throw new HttpFailure(HttpFailure.Kind.TIMEOUT, "no answer in time", e);
        } catch (IOException e) {
            throw new HttpFailure(HttpFailure.Kind.BROKEN, "connection broken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "interrupted", e);
        }
    }

    private static HttpRequest.BodyPublisher publisher(HttpBody body) {
        return switch (body) {
            case HttpBody.Bytes(byte[] content, String type) -> HttpRequest.BodyPublishers.ofByteArray(content);
            case HttpBody.OfFile(var file, String type) -> {
                try {
                    yield HttpRequest.BodyPublishers.ofFile(file);
                } catch (FileNotFoundException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
