package org.lotusguild.lotus.launch;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.http.OutgoingHttp;
import tools.jackson.databind.node.ObjectNode;

/** Talks to the program that runs on a home, through its internal listener. */
final class Control {
    /** For what takes as long as there are room keys. */
    static final Duration LONG = Duration.ofMinutes(30);

    static final Duration LIMIT = Duration.ofSeconds(15);

    private final Home home;
    private final URI base;
    private final HttpCaller http;

    Control(Home home, HostPort internal, HttpCaller http) {
        this.home = home;
        this.base = URI.create("http://" + internal + "/");
        this.http = http;
    }

    /** @throws Failure if the home has no configuration (yet) */
    static Control of(Home home) {
        if (!home.configured()) {
            HomeLock.holder(home).ifPresent(process -> {
                throw Failure.of(
                        "Lotus (process " + process.pid() + ") is starting on " + home.folder(),
                        "Look again in a moment.");
            });
        }
        return new Control(home, home.config().http().internal(), new OutgoingHttp(Version.text()));
    }

    /** Empty if nothing of ours answers there. */
    Optional<Status> status() {
        return call("GET", "control/status", Optional.empty(), LIMIT)
                .filter(HttpAnswer::ok)
                .flatMap(answer -> {
                    try {
                        return Optional.of(Json.read(Json.parseObject(answer.body()), Status.class));
                    } catch (MalformedJson e) {
                        return Optional.empty();
                    }
                })
                .filter(status -> status.home().equals(home.folder().toString()));
    }

    /** As {@link #status} for one who wants the place: what does not speak as we do is another program on our port. */
    Optional<Status> ours() {
        try {
            return status();
        } catch (Failure strange) {
            return Optional.empty();
        }
    }

    /** @throws Failure if nothing runs */
    Status running() {
        return status().orElseThrow(this::nothingRuns);
    }

    /** @throws Failure if nothing runs, or with the sentence that the program answers */
    ObjectNode post(String path, ObjectNode body) {
        return post(path, body, LIMIT);
    }

    /** As {@link #post(String, ObjectNode)}, with more patience. */
    ObjectNode post(String path, ObjectNode body, Duration limit) {
        HttpAnswer answer =
                call("POST", "control/" + path, Optional.of(body), limit).orElseThrow(this::nothingRuns);
        ObjectNode told;
        try {
            told = Json.parseObject(answer.body());
        } catch (MalformedJson e) {
            told = Json.object();
        }
        if (!answer.ok()) {
            throw Failure.of(
                    Json.string(told, "error").orElse("the running program answered " + answer.status()),
                    answer.status() < 500 ? "" : "The log is in " + home.logs() + ".");
        }
        return told;
    }

    private Failure nothingRuns() {
        return HomeLock.holder(home)
                .map(process -> Failure.of(
                        "Lotus (process " + process.pid() + ") is starting or stopping on " + home.folder()
                                + ", or lotus.yaml has another http.internal now than when it started",
                        "Look again in a moment; lotus stop ends it in any case."))
                .orElseGet(() -> Failure.of(
                        "Lotus does not run on " + home.folder(), "Start it with: lotus up --home " + home.folder()));
    }

    private Optional<HttpAnswer> call(String method, String path, Optional<ObjectNode> body, Duration limit) {
        if (!home.hasControlToken()) {
            return Optional.empty(); // nothing ever ran here
        }
        HttpCall call = HttpCall.of(method, base.resolve(path))
                .header("Authorization", "Bearer " + home.controlToken().value())
                .timeout(limit);
        try {
            return Optional.of(
                    http.send(body.map(b -> call.body(HttpBody.json(b))).orElse(call)));
        } catch (HttpFailure e) {
            if (e.kind() == HttpFailure.Kind.CONNECT) {
                return Optional.empty();
            }
            throw Failure.of("the running program does not answer: " + e.getMessage(), "See " + home.logs() + ".");
        }
    }
}
