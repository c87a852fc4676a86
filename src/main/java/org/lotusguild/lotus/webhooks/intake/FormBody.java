package org.lotusguild.lotus.webhooks.intake;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A form's fields as an object; a field that comes again makes a list. */
final class FormBody {
    private static final int MOST = 10_000;

    private FormBody() {}

    /** @throws Undecodable 400 */
    static ObjectNode of(String body, Charset charset) {
        ObjectNode fields = Json.object();
        int count = 0;
        for (String pair : body.strip().split("&", MOST + 2)) {
            if (++count > MOST) {
                throw Undecodable.malformed("The form has too many fields");
            }
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                add(
                        fields,
                        decoded(equals < 0 ? pair : pair.substring(0, equals), charset),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1), charset));
            }
        }
        return fields;
    }

    static void add(ObjectNode fields, String name, String value) {
        JsonNode there = fields.get(name);
        switch (there) {
            case null -> fields.put(name, value);
            case ArrayNode list -> list.add(value);
            default -> fields.set(name, Json.array().add(there).add(value));
        }
    }

    private static String decoded(String text, Charset charset) {
        try {
            return URLDecoder.decode(text, charset);
        } catch (IllegalArgumentException e) {
            throw Undecodable.malformed("The form has a broken percent sign");
        }
    }
}
