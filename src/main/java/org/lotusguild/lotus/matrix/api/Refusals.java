package org.lotusguild.lotus.matrix.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpAnswer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads answers that are no success. */
record Refusals(InstantSource clock) {
    private static final int SHOWN = 300;

    MatrixException of(HttpAnswer answer) {
        ObjectNode body = body(answer);
        String error = Json.string(body, "error").orElse("no explanation");
        return new MatrixException(
                answer.status(),
                Json.string(body, "errcode").orElse(""),
                error.length() > SHOWN ? error.substring(0, SHOWN) + "…" : error,
                retryAfter(answer, body),
                body);
    }

    private static ObjectNode body(HttpAnswer answer) {
        try {
            return Json.parseObject(answer.body());
        } catch (MalformedJson page) {
            return Json.object();
        }
    }

    /**
     * Synapse sends both, the header rounded to whole seconds: the larger one keeps us out of the next refusal. No wait at all, or a
     * date that has gone by (a clock is off), says nothing: whoever believed it would ask without end.
     */
    private Optional<Duration> retryAfter(HttpAnswer answer, ObjectNode body) {
        JsonNode millis = body.path("retry_after_ms");
        Optional<Duration> said =
                millis.isNumber() ? Optional.of(Duration.ofMillis(millis.asLong(0))) : Optional.empty();
        return Stream.concat(said.stream(), answer.header("retry-after").flatMap(this::header).stream())
                .max(Duration::compareTo)
                .filter(Duration::isPositive);
    }

    private Optional<Duration> header(String text) {
        String trimmed = text.strip();
        if (trimmed.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(trimmed)));
        }
        try {
            ZonedDateTime at = ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), at.toInstant()));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
