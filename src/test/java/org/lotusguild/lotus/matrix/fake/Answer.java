package org.lotusguild.lotus.matrix.fake;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.lotusguild.lotus.base.json.Json;

/** What the fake homeserver does with a request. */
public sealed interface Answer {

    record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {}

    /** Begins an answer and drops the connection. */
    record Broken() implements Answer {}

    /** Drops the connection before a byte of the answer. */
    record Silent() implements Answer {}

    /** Waits (at most 20 s) until the latch is open, then answers. */
    record Held(CountDownLatch until, Answer then) implements Answer {}

    static Answer ok() {
        return json(Json.object());
    }

    static Answer json(Object tree) {
        return json(200, tree);
    }

    /** A text is taken as JSON already written. */
    static Answer json(int status, Object tree) {
        byte[] body = tree instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(tree);
        return new Whole(status, Map.of("Content-Type", "application/json"), body);
    }

    static Answer error(int status, String errcode, String error) {
        return json(status, Map.of("errcode", errcode, "error", error));
    }

    static Answer limited(long millis) {
        return json(429, Map.of("errcode", "M_LIMIT_EXCEEDED", "error", "slowly", "retry_after_ms", millis));
    }

    static Answer page(int status) {
        return new Whole(
                status,
                Map.of("Content-Type", "text/html"),
                "<html>Bad gateway</html>".getBytes(StandardCharsets.UTF_8));
    }
}
