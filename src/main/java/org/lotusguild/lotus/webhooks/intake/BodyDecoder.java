package org.lotusguild.lotus.webhooks.intake;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A body's bytes → what they say: an object, a list or a text. */
final class BodyDecoder {
    private static final Pattern LONE = Pattern.compile("\\\\u[dD][89abAB]");
    private static final Pattern LONE_LOW = Pattern.compile("\\\\u[dD][c-fC-F]");

    private BodyDecoder() {}

    /**
     * The body.
     *
     * @param most bytes, unpacked
     * @throws Undecodable 400, 413 or 415
     */
    static JsonNode decode(String contentType, String contentEncoding, byte[] packed, int most) {
        byte[] bytes = Unpacking.of(contentEncoding, packed, most);
        MediaType type = MediaType.of(contentType);
        if (type.isMultipart()) {
            return inner(MultipartBody.of(bytes, type), "data", "payload");
        }
        String text = text(bytes, type.charset());
        if (type.saysNothing() || (type.isForm() && text.stripLeading().startsWith("{"))) {
            return sniffed(text);
        }
        if (type.isForm()) {
            ObjectNode fields = FormBody.of(text, type.charset());
            return fields.size() == 1 ? inner(fields, "payload") : fields;
        }
        if (type.isXml()) {
            return XmlBody.of(text);
        }
        if (type.isJson()) {
            return text.isBlank() ? Json.object() : json(text);
        }
        if (type.isText()) {
            return Json.tree(text);
        }
        throw Undecodable.unsupported("Content-Type must be JSON, XML, a form or text");
    }

    private static JsonNode sniffed(String text) {
        String start = text.stripLeading();
        if (start.isEmpty()) {
            return Json.object();
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return json(text);
        }
        return start.startsWith("<") ? XmlBody.of(text) : Json.tree(text);
    }

    /** The JSON that stands in one of these fields, if it does. */
    private static JsonNode inner(ObjectNode fields, String... names) {
        for (String name : names) {
            if (fields.path(name).isString()
                    && fields.path(name).stringValue().stripLeading().startsWith("{")) {
                return json(fields.path(name).stringValue());
            }
        }
        return fields;
    }

    private static JsonNode json(String text) {
        try {
            JsonNode tree = Json.parseExact(text);
            return LONE.matcher(text).find() || LONE_LOW.matcher(text).find() ? wellFormed(tree) : tree;
        } catch (MalformedJson e) {
            throw Undecodable.malformed("The body is " + e.getMessage());
        }
    }

    private static String text(byte[] bytes, Charset charset) {
        String text = new String(bytes, charset);
        if (!charset.equals(StandardCharsets.UTF_8)) {
            text = whole(text);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Half of a pair cannot be written again, neither in UTF-8 nor in a database. */
    private static JsonNode wellFormed(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.forEachEntry((name, value) -> copy.set(whole(name), wellFormed(value)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.array();
                array.forEach(value -> copy.add(wellFormed(value)));
                yield copy;
            }
            default -> node.isString() ? Json.tree(whole(node.stringValue())) : node;
        };
    }

    private static String whole(String text) {
        return text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
