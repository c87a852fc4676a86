package org.lotusguild.lotus.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one run is given, as the engine reads it. */
record Input(byte[] utf8) {
    /** The largest, in bytes. */
    static final int MOST_BYTES = 1 << 20;

    /** Twice what a mebibyte takes on a machine whose processors are shared by many. */
    private static final long NANOS_A_KIB = 1_000_000;

    /** @throws Stopped if it is too large, or no JSON */
    static Input of(JsonNode data, Request request, RandomGenerator random) {
        ObjectNode input = Json.object();
        input.set("data", data);
        input.set("request", request.json());
        input.put("seed", random.nextInt(1, Integer.MAX_VALUE));
        byte[] utf8 = text(input).getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MOST_BYTES) {
            throw new Stopped(Kind.INPUT, "what the script is given is larger than " + (MOST_BYTES >> 10) + " KiB");
        }
        return new Input(utf8);
    }

    /** The time that a script gets for reading it. */
    Duration allowance() {
        return Duration.ofNanos(utf8.length / 1024 * NANOS_A_KIB);
    }

    private static String text(ObjectNode input) {
        try {
            return Texts.escaped(Json.text(input));
        } catch (MalformedJson e) {
            throw new Stopped(Kind.INPUT, "what the script is given cannot be written as JSON");
        }
    }
}
