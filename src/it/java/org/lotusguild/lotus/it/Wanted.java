package org.lotusguild.lotus.it;

import java.time.Duration;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Which event a client shall wait for. What is left out does not matter. Immutable. */
record Wanted(ObjectNode fits, Duration limit) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    static Wanted body(String body) {
        return new Wanted(Json.object().put("body", body), LIMIT);
    }

    /** Any event of this type. */
    static Wanted ofType(String type) {
        return new Wanted(Json.object().put("type", type), LIMIT);
    }

    /** An event with this id. */
    static Wanted event(String id) {
        return new Wanted(Json.object().put("event", id), LIMIT);
    }

    /** A message that begins so. */
    static Wanted beginning(String prefix) {
        return new Wanted(Json.object().put("prefix", prefix), LIMIT);
    }

    /** A message that answers this event and begins with these letters. */
    static Wanted answer(String trigger, String prefix) {
        return new Wanted(Json.object().put("replyTo", trigger).put("prefix", prefix), LIMIT);
    }

    /** The answer to a ping. */
    static Wanted pong(String trigger) {
        return answer(trigger, "Pong!");
    }

    Wanted from(String sender) {
        return with("sender", sender);
    }

    Wanted inThread(String root) {
        return with("thread", root);
    }

    Wanted type(String type) {
        return with("type", type);
    }

    Wanted within(Duration longer) {
        return new Wanted(fits, longer);
    }

    private Wanted with(String key, String value) {
        return new Wanted(fits.deepCopy().put(key, value), limit);
    }
}
