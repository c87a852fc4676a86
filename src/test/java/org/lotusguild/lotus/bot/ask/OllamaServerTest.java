package org.lotusguild.lotus.bot.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.http.OutgoingHttp;

class OllamaServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final OutgoingHttp http = new OutgoingHttp("test");

    @AfterEach
    void close() {
        http.close();
    }

    private ModelServer.Speech ask(URI url) {
        AskConfig config = new AskConfig(url, "lotusllm", 1, 10, "Be short.");
        return new OllamaServer(http, config)
                .ask(List.of(new Turn(Turn.Role.SYSTEM, "Be short."), new Turn(Turn.Role.USER, "why?")));
    }

    private List<ModelServer.Piece> all(FakeModelServer server) throws InterruptedException {
        List<ModelServer.Piece> pieces = new ArrayList<>();
        try (server;
                ModelServer.Speech speech = ask(server.url())) {
            while (pieces.isEmpty() || pieces.getLast() instanceof ModelServer.Text) {
                pieces.add(speech.next(SOON));
            }
        }
        return pieces;
    }

    @Test
    void hearsWordAfterWord() throws InterruptedException {
        FakeModelServer server = FakeModelServer.saying("Be", "cause", ".");
        assertThat(all(server))
                .containsExactly(
                        new ModelServer.Text("Be"),
                        new ModelServer.Text("cause"),
                        new ModelServer.Text("."),
                        new ModelServer.End());
        assertThat(server.requests()).singleElement().hasToString("""
                {"model":"lotusllm","stream":true,"think":false,"keep_alive":"5m","options":{"num_predict":800,"num_ctx":4096},\
                "messages":[{"role":"system","content":"Be short."},{"role":"user","content":"why?"}]}""");
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_INSTALLED", "503, BUSY", "429, BUSY", "500, AWAY"})
    void readsRefusals(int status, ModelServer.Trouble trouble) throws InterruptedException {
        assertThat(all(FakeModelServer.refusing(status, "no")))
                .containsExactly(new ModelServer.Failed(trouble, "the server answers " + status));
    }

    @ParameterizedTest
    @CsvSource({"model 'lotusllm' not found, NOT_INSTALLED", "server busy, BUSY", "unexpected EOF, AWAY"})
    void readsAnErrorInTheMidstOfAnAnswer(String error, ModelServer.Trouble trouble) throws InterruptedException {
        List<ModelServer.Piece> pieces = all(new FakeModelServer((server, exchange) -> {
            var out = FakeModelServer.begin(exchange);
            FakeModelServer.line(out, FakeModelServer.word("Be"));
            FakeModelServer.line(out, "{\"error\":\"" + error + "\"}");
        }));
        assertThat(pieces).containsExactly(new ModelServer.Text("Be"), new ModelServer.Failed(trouble, error));
    }

    @Test
    void knowsAServerThatIsNotThereOrBreaksOff() throws InterruptedException {
        FakeModelServer server = FakeModelServer.saying();
        URI gone = server.url();
        server.close();
        try (ModelServer.Speech speech = ask(gone)) {
            assertThat(speech.next(SOON))
                    .isInstanceOfSatisfying(
                            ModelServer.Failed.class,
                            f -> assertThat(f.trouble()).isEqualTo(ModelServer.Trouble.AWAY));
        }
        List<ModelServer.Piece> pieces = all(new FakeModelServer((dying, exchange) ->
                FakeModelServer.line(FakeModelServer.begin(exchange), FakeModelServer.word("Be"))));
        assertThat(pieces.getFirst()).isEqualTo(new ModelServer.Text("Be"));
        assertThat(pieces.getLast())
                .isInstanceOfSatisfying(
                        ModelServer.Failed.class, f -> assertThat(f.trouble()).isEqualTo(ModelServer.Trouble.AWAY));
    }

    @Test
    void takesNonsenseForAServerThatIsAway() throws InterruptedException {
        for (String nonsense : List.of("<html>", "[1]", "x".repeat(70_000))) {
            List<ModelServer.Piece> pieces = all(new FakeModelServer(
                    (server, exchange) -> FakeModelServer.line(FakeModelServer.begin(exchange), nonsense)));
            assertThat(pieces).singleElement().isInstanceOf(ModelServer.Failed.class);
        }
    }

    @Test
    void stopsTheModelWhenTheAnswerIsNotWanted() throws InterruptedException {
        try (FakeModelServer server = FakeModelServer.endless()) {
            ModelServer.Speech speech = ask(server.url());
            assertThat(speech.next(SOON)).isEqualTo(new ModelServer.Text("on and "));
            speech.close();
            assertThat(server.cancelled().await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
