package org.lotusguild.lotus.http;

import java.io.InputStream;
import java.util.function.Function;

/** The one way out. Blocking, for virtual threads. No redirects, no retries, no cookies. */
public interface HttpCaller {

    /**
     * @throws HttpFailure if no whole answer came; an answer of any status is an answer
     * @throws java.io.UncheckedIOException if the file that is its body cannot be read
     */
    HttpAnswer send(HttpCall call);

    /**
     * As {@link #send}, but a 2xx body is handed over as a stream (capped, closed afterwards); other answers go to
     * {@code refused}, with their bodies cut at 64 KiB.
     */
    <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused);
}
