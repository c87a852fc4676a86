package org.lotusguild.lotus.matrix.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpFailure;

class FakeHomeserverTest {
    private final PlainCaller caller = new PlainCaller();
    private FakeHomeserver server;

    @BeforeEach
    void start() throws IOException {
        server = FakeHomeserver.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersByRuleAndKeepsWhatWasAsked() {
        server.on("POST", "/a/.*", Answer.json(Json.object().put("x", 1)));
        HttpAnswer answer = caller.send(call("POST", "/a/%21r?q=%26")
                .header("Authorization", "Bearer t")
                .body(HttpBody.json(Json.object().put("y", 2))));
        assertThat(Json.parseObject(answer.body()).path("x").intValue()).isEqualTo(1);
        Asked seen = server.asked().getFirst();
        assertThat(seen.path()).isEqualTo("/a/%21r");
        assertThat(seen.query()).containsEntry("q", "&");
        assertThat(seen.authorization()).contains("Bearer t");
        assertThat(seen.json().path("y").intValue()).isEqualTo(2);
    }

    @Test
    void usesUpOneOffAnswersBeforeTheRules() {
        server.on("GET", "/a", Answer.ok());
        server.next("GET", "/a", Answer.limited(10), Answer.page(502));
        assertThat(caller.send(call("GET", "/a")).status()).isEqualTo(429);
        assertThat(caller.send(call("GET", "/a")).status()).isEqualTo(502);
        assertThat(caller.send(call("GET", "/a")).status()).isEqualTo(200);
    }

    @Test
    void breaksConnections() {
        // As a rule, not once: the JDK's client repeats a GET by itself when nothing came.
        server.on("GET", "/a", new Answer.Silent());
        server.next("GET", "/a", new Answer.Broken());
        assertThatExceptionOfType(HttpFailure.class).isThrownBy(() -> caller.send(call("GET", "/a")));
        assertThatExceptionOfType(HttpFailure.class).isThrownBy(() -> caller.send(call("GET", "/a")));
    }

    @Test
    void holdsAnAnswerUntilReleased() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.next("GET", "/a", new Answer.Held(release, Answer.ok()));
        CompletableFuture<HttpAnswer> waiting = CompletableFuture.supplyAsync(() -> caller.send(call("GET", "/a")));
        server.await(a -> a.path().equals("/a"));
        assertThat(waiting).isNotDone();
        release.countDown();
        assertThat(waiting.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void repeatsThePositionWhenASyncBringsNothing() {
        String path = "/_matrix/client/v3/sync?timeout=1&since=s7";
        assertThat(Json.parseObject(caller.send(call("GET", path)).body())
                        .path("next_batch")
                        .stringValue())
                .isEqualTo("s7");
        server.sync(Json.object().put("next_batch", "s8"));
        assertThat(Json.parseObject(caller.send(call("GET", path)).body())
                        .path("next_batch")
                        .stringValue())
                .isEqualTo("s8");
    }

    private HttpCall call(String method, String path) {
        return HttpCall.of(method, URI.create(server.url() + path));
    }
}
