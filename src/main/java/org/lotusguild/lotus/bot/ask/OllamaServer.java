package org.lotusguild.lotus.bot.ask;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An Ollama server: {@code POST /api/chat}, answered by one JSON object a line.
 *
 * @see <a href="https://docs.ollama.com/api/chat">the API</a>
 */
final class OllamaServer implements ModelServer {
    /** Longer than an answer may take: that limit is the caller's, who can tell what has come until then. */
    private static final Duration WHOLE = Duration.ofSeconds(150);

    private static final int LONGEST_LINE = 64 << 10;
    private static final long CAP = 8L << 20;
    private static final int AHEAD = 64;

    private final HttpCaller http;
    private final URI url;
    private final String model;

    OllamaServer(HttpCaller http, AskConfig config) {
        this.http = http;
        this.url = URI.create(config.url().toString().replaceAll("/+$", "") + "/api/chat");
        this.model = config.model();
    }

    @Override
    public Speech ask(List<Turn> turns) {
        return new Stream(HttpCall.of("POST", url)
                .body(HttpBody.json(body(turns)))
                .timeout(WHOLE)
                .answerCap(CAP));
    }

    private ObjectNode body(List<Turn> turns) {
        ObjectNode body = Json.object();
        body.put("model", model);
        body.put("stream", true);
        body.put("think", false);
        body.put("keep_alive", "5m");
        body.putObject("options").put("num_predict", 800).put("num_ctx", 4096);
        ArrayNode messages = body.putArray("messages");
        turns.forEach(turn -> messages.addObject()
                .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                .put("content", turn.text()));
        return body;
    }

    /** Reads on a thread of its own, so that whoever waits for a piece waits only as long as it likes. */
    private final class Stream implements Speech {
        private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(AHEAD);
        private final Thread reader;

        Stream(HttpCall call) {
            this.reader = Thread.ofVirtual().name("ask-model").start(() -> read(call));
        }

        @Override
        public Piece next(Duration limit) throws InterruptedException {
            Piece piece = pieces.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            return piece == null ? new Nothing() : piece;
        }

        @Override
        public void close() {
            reader.interrupt();
        }

        private void read(HttpCall call) {
            try {
                pieces.put(last(call));
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private Piece last(HttpCall call) throws InterruptedException {
            try {
                return http.stream(call, this::lines, OllamaServer::refused);
            } catch (HttpFailure e) {
                if (e.kind() == HttpFailure.Kind.INTERRUPTED) {
                    throw new InterruptedException("the answer is not wanted any more");
                }
                return new Failed(
                        e.kind() == HttpFailure.Kind.TIMEOUT ? Trouble.SLOW : Trouble.AWAY,
                        String.valueOf(e.getMessage()));
            } catch (MalformedJson e) {
                return new Failed(Trouble.AWAY, "the server says something that is no JSON");
            }
        }

        private Piece lines(InputStream in) {
            try {
                for (Optional<byte[]> line = line(in); line.isPresent(); line = line(in)) {
                    if (line.get().length == 0) {
                        continue;
                    }
                    ObjectNode object = Json.parseObject(line.get());
                    Optional<String> error = Json.string(object, "error");
                    if (error.isPresent()) {
                        return failed(error.get());
                    }
                    String words = Json.string(object, "message", "content").orElse("");
                    if (!words.isEmpty()) {
                        pieces.put(new Text(words));
                    }
                    if (object.path("done").asBoolean(false)) {
                        return new End();
                    }
                }
                return new Failed(Trouble.AWAY, "the answer broke off");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "the answer is not wanted any more", closed);
            }
        }
    }

    private static Optional<byte[]> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
            }
            if (line.size() >= LONGEST_LINE) {
                throw new HttpFailure(HttpFailure.Kind.TOO_LARGE, "a line of the answer is too long", null);
            }
            line.write(next);
        }
        return Optional.of(line.toByteArray());
    }

    private static Piece refused(HttpAnswer answer) {
        return new Failed(
                switch (answer.status()) {
                    case 404 -> Trouble.NOT_INSTALLED;
                    case 429, 503 -> Trouble.BUSY;
                    default -> Trouble.AWAY;
                },
                "the server answers " + answer.status());
    }

    /** An error in the midst of an answer has no status. */
    private static Piece failed(String error) {
        String words = error.toLowerCase(Locale.ROOT);
        Trouble trouble = words.contains("not found")
                ? Trouble.NOT_INSTALLED
                : words.contains("busy") || words.contains("overloaded") ? Trouble.BUSY : Trouble.AWAY;
        return new Failed(trouble, error);
    }
}
