package org.lotusguild.lotus.matrix.api;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import tools.jackson.databind.node.ObjectNode;

/** Puts requests on the wire in one account's name and reads the answers. */
record Wire(HttpCaller http, URI homeserver, Credentials who, InstantSource clock, Optional<Retrier> retrier) {

    /** The answer's object. @throws MatrixException for every status that is not 2xx */
    ObjectNode json(Request request) {
        return retried(request, () -> object(http.send(call(request))));
    }

    /**
     * As {@link #json}, for a request that costs much: repeated if it was limited or if the connection broke before the
     * answer began, and never afterwards, whatever the answer is.
     */
    ObjectNode jsonUntilAnswered(Request request) {
        Supplier<ObjectNode> end = retried(request.mayRepeat(), () -> untilAnswered(request));
        return end.get();
    }

    private Supplier<ObjectNode> untilAnswered(Request request) {
        try {
            return http.stream(call(request), this::began, this::refused);
        } catch (HttpFailure failure) {
            if (failure.kind() == HttpFailure.Kind.TIMEOUT) {
                return () -> {
                    throw failure;
                };
            }
            throw failure;
        }
    }

    private Supplier<ObjectNode> began(InputStream answer) {
        try {
            ObjectNode object = Json.parseStrangers(answer);
            return () -> object;
        } catch (MalformedJson | HttpFailure e) {
            return () -> {
                throw noObject(e);
            };
        }
    }

    private Supplier<ObjectNode> refused(HttpAnswer answer) {
        MatrixException refusal = refusal(answer);
        if (refusal.limited()) {
            throw refusal;
        }
        return () -> {
            throw refusal;
        };
    }

    /** A 2xx body as a stream; any other answer is a {@link MatrixException}. */
    <T> T stream(Request request, Function<InputStream, T> reader) {
        return stream(request, reader, answer -> {
            throw refusal(answer);
        });
    }

    <T> T stream(Request request, Function<InputStream, T> reader, Function<HttpAnswer, T> refused) {
        return retried(request, () -> http.stream(call(request), reader, refused));
    }

    Wire as(Credentials other) {
        return new Wire(http, homeserver, other, clock, retrier);
    }

    Wire once() {
        return new Wire(http, homeserver, who, clock, Optional.empty());
    }

    HttpCall call(Request request) {
        return request.onto(who, homeserver);
    }

    MatrixException refusal(HttpAnswer answer) {
        return new Refusals(clock).of(answer);
    }

    private <T> T retried(Request request, Supplier<T> attempt) {
        return retrier.isPresent() ? retrier.get().run(request, attempt) : attempt.get();
    }

    private ObjectNode object(HttpAnswer answer) {
        if (!answer.ok()) {
            throw refusal(answer);
        }
        try {
            return Json.parseStrangers(new ByteArrayInputStream(answer.body()));
        } catch (MalformedJson e) {
            throw noObject(e);
        }
    }

    /** A proxy's page with status 200: whether the homeserver acted is as unknown as after a broken connection. */
    private static HttpFailure noObject(RuntimeException cause) {
        return new HttpFailure(HttpFailure.Kind.BROKEN, "the answer is no JSON object", cause);
    }
}
