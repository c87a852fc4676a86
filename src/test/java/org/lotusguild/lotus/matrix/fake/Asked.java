package org.lotusguild.lotus.matrix.fake;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as the fake homeserver saw it.
 *
 * @param path as it was on the wire, percent-encoded
 * @param query decoded
 */
public record Asked(
        String method, String path, Map<String, String> query, Optional<String> authorization, byte[] body) {

    public ObjectNode json() {
        return Json.parseObject(body);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
