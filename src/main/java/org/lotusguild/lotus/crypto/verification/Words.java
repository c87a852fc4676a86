package org.lotusguild.lotus.crypto.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import org.lotusguild.lotus.crypto.verification.Turn.Saying;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The messages of an exchange, as they are written, and what is read in them. */
final class Words {
    static final String METHOD = "m.sas.v1";
    static final String PREFIX = "m.key.verification.";
    private static final String AGREEMENT = "curve25519-hkdf-sha256";
    private static final String HASH = "sha256";
    private static final String MAC = "hkdf-hmac-sha256.v2";
    private static final List<String> SHOWN = List.of("emoji", "decimal");

    private Words() {}

    /** What a request and the answer to it say of us. */
    private static ObjectNode introduction(Own us) {
        ObjectNode content = Json.object().put("from_device", us.device().value());
        content.putArray("methods").add(METHOD);
        return content;
    }

    static Saying request(Exchange x) {
        return say(x, "request", introduction(x.us()).put("timestamp", x.since().toEpochMilli()));
    }

    static Saying requestInRoom(Exchange x) {
        ObjectNode content = introduction(x.us())
                .put("msgtype", PREFIX + "request")
                .put("body", x.us().user() + " asks you to compare emoji. Your client cannot; use another one for it.")
                .put("to", x.them().value())
                .put(Protocol.OUR_ID, x.id());
        return new Saying("m.room.message", content, Set.of());
    }

    static Saying ready(Exchange x) {
        return say(x, "ready", introduction(x.us()));
    }

    static ObjectNode start(Exchange x) {
        ObjectNode content =
                Json.object().put("from_device", x.us().device().value()).put("method", METHOD);
        content.putArray("key_agreement_protocols").add(AGREEMENT);
        content.putArray("hashes").add(HASH);
        content.putArray("message_authentication_codes").add(MAC);
        content.set("short_authentication_string", Json.tree(SHOWN));
        return x.flow().mark(content);
    }

    /** Whether the other's start offers all that we need. */
    static boolean offersEnough(ObjectNode start) {
        return strings(start, "key_agreement_protocols").contains(AGREEMENT)
                && strings(start, "hashes").contains(HASH)
                && strings(start, "message_authentication_codes").contains(MAC)
                && strings(start, "short_authentication_string").stream().anyMatch(SHOWN::contains);
    }

    static Saying accept(Exchange x, ObjectNode start, String commitment) {
        List<String> common = SHOWN.stream()
                .filter(strings(start, "short_authentication_string")::contains)
                .toList();
        ObjectNode content = Json.object()
                .put("method", METHOD)
                .put("key_agreement_protocol", AGREEMENT)
                .put("hash", HASH)
                .put("message_authentication_code", MAC)
                .put("commitment", commitment);
        content.set("short_authentication_string", Json.tree(common));
        return say(x, "accept", content);
    }

    /** Whether the other chose of what we offered. */
    static boolean choseOurs(ObjectNode accept) {
        List<String> shown = strings(accept, "short_authentication_string");
        return Json.string(accept, "key_agreement_protocol").orElse("").equals(AGREEMENT)
                && Json.string(accept, "hash").orElse("").equals(HASH)
                && Json.string(accept, "message_authentication_code").orElse("").equals(MAC)
                && !shown.isEmpty()
                && SHOWN.containsAll(shown);
    }

    static Saying key(Exchange x, ThrowAway key) {
        return say(x, "key", Json.object().put("key", key.publicKey().base64()));
    }

    static Saying done(Exchange x) {
        return say(x, "done", Json.object());
    }

    static Saying cancel(Exchange x, CancelCode code, String reason) {
        return say(x, "cancel", cancellation(code, reason));
    }

    static ObjectNode cancellation(CancelCode code, String reason) {
        return Json.object().put("code", code.wire()).put("reason", reason);
    }

    static Saying say(Exchange x, String what, ObjectNode content) {
        return new Saying(PREFIX + what, x.flow().mark(content), listeners(x));
    }

    private static Set<DeviceId> listeners(Exchange x) {
        return x.flow() instanceof Flow.ToDevice(String transaction, Set<DeviceId> devices) ? devices : Set.of();
    }

    /** What binds to a key before it is shown. Source: specification, {@code commitment}. */
    static String commitment(String key, String start) {
        try {
            byte[] text = (key + start).getBytes(StandardCharsets.UTF_8);
            return UnpaddedBase64.encode(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime has no SHA-256", e);
        }
    }

    /** @throws org.lotusguild.lotus.base.json.MalformedJson if it has none */
    static String canonical(ObjectNode content) {
        return CanonicalJson.of(content);
    }

    static boolean speaksOurMethod(ObjectNode content) {
        return strings(content, "methods").contains(METHOD);
    }

    private static List<String> strings(ObjectNode content, String name) {
        JsonNode list = content.path(name);
        return list.isArray()
                ? list.valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .toList()
                : List.of();
    }
}
