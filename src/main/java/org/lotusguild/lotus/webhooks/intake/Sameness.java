package org.lotusguild.lotus.webhooks.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import tools.jackson.databind.JsonNode;

/** By what a post is known to be the same as another one. */
final class Sameness {
    private static final Duration NAMED = Duration.ofHours(24);
    private static final Duration EQUAL = Duration.ofSeconds(60);

    private Sameness() {}

    /**
     * The sender's own name for the post, or what it holds.
     *
     * @param header {@code Idempotency-Key}
     * @param once whether equal bodies are one post
     */
    static Optional<Accepted.Seen> of(JsonNode payload, Optional<String> header, boolean once) {
        JsonNode named = payload.path("delivery_id");
        if ((named.isString() || named.isNumber()) && !named.asString().isBlank()) {
            return Optional.of(new Accepted.Seen("delivery " + hash(utf8(named.asString())), NAMED));
        }
        return header.filter(key -> !key.isBlank())
                .map(key -> new Accepted.Seen("key " + hash(utf8(key)), NAMED))
                .or(() -> once
                        ? Optional.of(new Accepted.Seen("body " + hash(Json.bytes(payload)), EQUAL))
                        : Optional.empty());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
