package org.lotusguild.lotus.bot.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;

/** The stand-in speaks as an Ollama server does. */
class FakeModelServerTest {
    private static HttpURLConnection asked(FakeModelServer server) throws IOException {
        HttpURLConnection call =
                (HttpURLConnection) server.url().resolve("/api/chat").toURL().openConnection();
        call.setReadTimeout(20_000);
        call.setDoOutput(true);
        call.getOutputStream().write("{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8));
        return call;
    }

    private static BufferedReader lines(HttpURLConnection call) throws IOException {
        return new BufferedReader(new InputStreamReader(call.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The second line is made only after the first one was read. */
    @Test
    void sendsEachLineAsSoonAsItIsMade() throws IOException {
        CountDownLatch heard = new CountDownLatch(1);
        try (FakeModelServer server = new FakeModelServer((self, exchange) -> {
            var out = FakeModelServer.begin(exchange);
            FakeModelServer.line(out, FakeModelServer.word("one"));
            try {
                heard.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            FakeModelServer.line(out, FakeModelServer.word("two"));
        })) {
            HttpURLConnection call = asked(server);
            assertThat(call.getContentType()).isEqualTo("application/x-ndjson");
            try (BufferedReader lines = lines(call)) {
                assertThat(lines.readLine()).contains("\"content\":\"one\"", "\"done\":false");
                heard.countDown();
                assertThat(lines.readLine()).contains("\"content\":\"two\"");
                assertThat(lines.readLine()).isNull();
            }
            assertThat(server.requests()).containsExactly(Json.parseObject("{\"model\":\"m\"}"));
        }
    }

    @Test
    void endsWithALineThatSaysSo() throws IOException {
        try (FakeModelServer server = FakeModelServer.saying("one");
                BufferedReader lines = lines(asked(server))) {
            assertThat(lines.readLine()).contains("one");
            assertThat(lines.readLine()).contains("\"done\":true", "\"done_reason\":\"stop\"");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void refusesWithAStatusAndAReason() throws IOException {
        try (FakeModelServer server = FakeModelServer.refusing(503, "server busy")) {
            HttpURLConnection call = asked(server);
            assertThat(call.getResponseCode()).isEqualTo(503);
            assertThat(new String(call.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"error\":\"server busy\"}");
        }
    }
}
