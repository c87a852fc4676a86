package org.lotusguild.lotus.webhooks.intake;

import java.time.Duration;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer and what it is counted as. The words are those that senders know from hookshot.
 *
 * @param read whether the body was read: where it was not, the connection ends with the answer
 */
record Answer(Answered outcome, Response response, boolean read) {
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(; ?charset=[\\w-]+)?");
    private static final int LEAST_STATUS = 200;
    private static final int MOST_STATUS = 599;

    static Answer accepted() {
        return of(Answered.ACCEPTED, Response.json(202, ok()));
    }

    /** It waits still, although its sender wanted to wait for it. */
    static Answer queued() {
        return of(Answered.ACCEPTED, Response.json(202, ok().put("queued", true)));
    }

    /** What became of a post whose sender waited. */
    static Answer of(Waiting.Outcome outcome) {
        return switch (outcome) {
            case Waiting.Delivered delivered -> delivered(delivered);
            case Waiting.Later later -> queued();
            case Waiting.Dead dead ->
                of(
                        Answered.ACCEPTED,
                        Response.json(202, ok().put("queued", true).put("warning", "could not be delivered")));
        };
    }

    private static Answer delivered(Waiting.Delivered delivered) {
        Response plain =
                Response.json(200, delivered.transformFailed() ? ok().put("warning", "transform failed") : ok());
        return of(Answered.ACCEPTED, delivered.answer().map(Answer::inOwnWords).orElse(plain));
    }

    private static Response inOwnWords(Waiting.Answer answer) {
        boolean possible = answer.status() >= LEAST_STATUS && answer.status() <= MOST_STATUS;
        boolean plain = CONTENT_TYPE.matcher(answer.contentType()).matches();
        Response text = Response.text(possible ? answer.status() : LEAST_STATUS, answer.body());
        return plain ? Response.of(text.status(), answer.contentType(), text.body()) : text;
    }

    /** As an accepted one is answered, and that it is one. */
    static Answer duplicate(boolean waits) {
        return of(Answered.DUPLICATE, Response.json(waits ? 200 : 202, ok().put("duplicate", true)));
    }

    /** @param number as Gotify numbers its messages */
    static Answer gotify(Answered outcome, long number) {
        return of(outcome, Response.json(200, Json.object().put("id", number)));
    }

    static Answer notFound() {
        return unread(Answered.NOT_FOUND, refusal(404, "Webhook not found"));
    }

    static Answer gone() {
        return unread(Answered.GONE, refusal(410, "Webhook is gone"));
    }

    static Answer disabled() {
        return unread(Answered.FORBIDDEN, refusal(403, "Webhook is disabled"));
    }

    static Answer forbidden() {
        return unread(Answered.FORBIDDEN, refusal(403, "Forbidden"));
    }

    static Answer method(boolean get) {
        String expected = get ? "Invalid Method. Expecting PUT, GET or POST" : "Invalid Method. Expecting PUT or POST";
        Response response = Response.json(
                        405,
                        Json.object()
                                .put("ok", false)
                                .put("errcode", "HS_METHOD_NOT_ALLOWED")
                                .put("error", expected))
                .header("Allow", get ? "GET, POST, PUT" : "POST, PUT");
        return unread(Answered.METHOD, response);
    }

    static Answer limited(Duration wait) {
        return unread(Answered.RATE_LIMITED, later(refusal(429, "Too many requests"), wait));
    }

    static Answer tooLarge(int most) {
        return unread(Answered.TOO_LARGE, refusal(413, "The body may have at most " + most + " bytes"));
    }

    /** The body did not come in whole. */
    static Answer brokenOff() {
        return unread(Answered.UNDECODABLE, refusal(400, "The body broke off"));
    }

    static Answer unauthorized() {
        return of(Answered.UNAUTHORIZED, refusal(401, "Unauthorized").header("WWW-Authenticate", "Bearer"));
    }

    static Answer undecodable(Undecodable why) {
        Answered outcome = why.status() == 413 ? Answered.TOO_LARGE : Answered.UNDECODABLE;
        return of(outcome, refusal(why.status(), String.valueOf(why.getMessage())));
    }

    static Answer unavailable(String why, Duration wait) {
        return of(Answered.UNAVAILABLE, later(refusal(503, why), wait));
    }

    /** What was said to be coming is not waited for. */
    Answer hangingUp() {
        return new Answer(outcome, response.header("Connection", "close"), true);
    }

    private static Answer of(Answered outcome, Response response) {
        return new Answer(outcome, response, true);
    }

    private static Answer unread(Answered outcome, Response response) {
        return new Answer(outcome, response, false);
    }

    private static ObjectNode ok() {
        return Json.object().put("ok", true);
    }

    private static Response refusal(int status, String error) {
        return Response.json(status, Json.object().put("ok", false).put("error", error));
    }

    private static Response later(Response response, Duration wait) {
        return response.header(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }
}
