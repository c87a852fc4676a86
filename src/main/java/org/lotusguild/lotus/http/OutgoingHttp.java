package org.lotusguild.lotus.http;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.lotusguild.lotus.http.HttpFailure.Kind;

/**
 * The outgoing client over {@code java.net.http}: HTTP/2 where TLS offers it, HTTP/1.1 else. Not for strangers'
 * URLs.
 */
public final class OutgoingHttp implements HttpCaller, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** What of a refusal is read of a call that wanted a stream. */
    private static final int REFUSAL_CAP = 64 << 10;

    private final String userAgent;
    private final HttpClient client;

    /** @param version of this program, for the header {@code User-Agent} */
    public OutgoingHttp(String version) {
        this.userAgent = "Lotus/" + version;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public HttpAnswer send(HttpCall call) {
        return exchange(call, response -> answer(response, response.body().readAll()));
    }

    @Override
    public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
        return exchange(call, response -> {
            if (response.statusCode() / 100 == 2) {
                return accepted.apply(response.body());
            }
            return refused.apply(answer(
                    response, response.body().readAtMost((int) Math.min(REFUSAL_CAP, call.answerCap()))));
        });
    }

    private <T> T exchange(HttpCall call, Function<HttpResponse<AnswerStream>, T> reader) {
        long deadline = System.nanoTime() + call.timeout().toNanos();
        CompletableFuture<HttpResponse<AnswerStream>> future =
                client.sendAsync(request(call), info -> new AnswerStream(call, deadline));
        HttpResponse<AnswerStream> response = await(call, future, deadline);
        try (AnswerStream body = response.body()) {
            return reader.apply(response);
        }
    }

    private static HttpResponse<AnswerStream> await(
            HttpCall call, CompletableFuture<HttpResponse<AnswerStream>> future, long deadline) {
        try {
            return future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new HttpFailure(Kind.TIMEOUT, call + ": no answer within " + call.timeout(), e);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new HttpFailure(Kind.INTERRUPTED, call + ": asked to stop", e);
        } catch (ExecutionException e) {
            throw failure(call, e.getCause() == null ? e : e.getCause());
        }
    }

    private static HttpFailure failure(HttpCall call, Throwable cause) {
        boolean nothingSent = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
        return new HttpFailure(nothingSent ? Kind.CONNECT : Kind.BROKEN, call + ": " + reason(cause), cause);
    }

    /** The JDK leaves a refused or unknown address without any message. */
    private static String reason(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at.getMessage() != null) {
                return at.getMessage();
            }
        }
        return cause instanceof ConnectException
                ? "no connection"
                : cause.getClass().getSimpleName();
    }

    private HttpRequest request(HttpCall call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .version(
                        "https".equals(call.uri().getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .method(call.method(), call.body().map(OutgoingHttp::publisher).orElseGet(BodyPublishers::noBody))
                .setHeader("User-Agent", userAgent);
        call.body().ifPresent(body -> request.setHeader("Content-Type", contentType(body)));
        call.headers().forEach(request::setHeader);
        return request.build();
    }

    private static BodyPublisher publisher(HttpBody body) {
        return switch (body) {
            case HttpBody.Bytes bytes -> BodyPublishers.ofByteArray(bytes.content());
            case HttpBody.OfFile file -> {
                try {
                    yield BodyPublishers.ofFile(file.file());
                } catch (FileNotFoundException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    static String contentType(HttpBody body) {
        return switch (body) {
            case HttpBody.Bytes bytes -> bytes.contentType();
            case HttpBody.OfFile file -> file.contentType();
        };
    }

    private static HttpAnswer answer(HttpResponse<?> response, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new HttpAnswer(response.statusCode(), headers, body);
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
