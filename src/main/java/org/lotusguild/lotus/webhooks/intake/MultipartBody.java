package org.lotusguild.lotus.webhooks.intake;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code multipart/form-data} as an object: the text of fields, name and size of files.
 *
 * <p>Source: RFC 7578.
 */
final class MultipartBody {
    private static final int MOST = 1_000;
    private static final String BREAK = "\r\n";

    /** One char a byte: its places are those of the bytes. */
    private final String body;

    private final String delimiter;
    private final ObjectNode fields = Json.object();

    private MultipartBody(byte[] body, String boundary) {
        this.body = BREAK + new String(body, StandardCharsets.ISO_8859_1);
        this.delimiter = BREAK + "--" + boundary;
    }

    /** @throws Undecodable 400 */
    static ObjectNode of(byte[] body, MediaType type) {
        String boundary = type.parameter("boundary")
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> Undecodable.malformed("The multipart body names no boundary"));
        return new MultipartBody(body, boundary).read();
    }

    private ObjectNode read() {
        int at = body.indexOf(delimiter);
        if (at < 0) {
            throw broken();
        }
        for (int count = 0; !body.startsWith("--", at + delimiter.length()); count++) {
            int next = body.indexOf(delimiter, at + delimiter.length());
            if (next < 0 || count == MOST) {
                throw broken();
            }
            part(body.substring(at + delimiter.length(), next));
            at = next;
        }
        return fields;
    }

    private void part(String part) {
        int split = part.indexOf(BREAK + BREAK);
        if (split < 0) {
            throw broken();
        }
        Map<String, String> headers = headers(part.substring(0, split));
        MediaType disposition = MediaType.of(headers.getOrDefault("content-disposition", ""));
        String name = disposition.parameter("name").map(MultipartBody::utf8).orElseThrow(MultipartBody::broken);
        String content = part.substring(split + 2 * BREAK.length());
        if (disposition.parameter("filename").isPresent()) {
            fields.set(
                    name,
                    Json.object()
                            .put(
                                    "filename",
                                    disposition
                                            .parameter("filename")
                                            .map(MultipartBody::utf8)
                                            .orElse(""))
                            .put("size", content.length()));
        } else {
            MediaType type = MediaType.of(headers.getOrDefault("content-type", ""));
            FormBody.add(fields, name, new String(content.getBytes(StandardCharsets.ISO_8859_1), type.charset()));
        }
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new HashMap<>();
        for (String line : head.split(BREAK)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Undecodable broken() {
        return Undecodable.malformed("The multipart body is broken");
    }
}
