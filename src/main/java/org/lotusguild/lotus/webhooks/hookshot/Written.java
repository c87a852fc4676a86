package org.lotusguild.lotus.webhooks.hookshot;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A hook as hookshot wrote it down.
 *
 * @param waits absent: as its configuration says for all
 * @param expires as written
 */
record Written(
        String name, Optional<String> script, Optional<Boolean> waits, Optional<String> expires, boolean disabled) {
    /** Offsets as in {@code Z}, {@code +01:00} and {@code +0100}. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][.SS][.S][XXX][XX]");

    /** A state event's content; nothing is left of one that was redacted. */
    static Optional<Written> of(ObjectNode content) {
        if (content.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Written(
                Json.string(content, "name").orElse(""),
                Json.string(content, "transformationFunction").filter(script -> !script.isBlank()),
                content.path("waitForComplete").isBoolean()
                        ? Optional.of(content.path("waitForComplete").asBoolean())
                        : Optional.empty(),
                Json.string(content, "expirationDate").filter(end -> !end.isEmpty()),
                content.path("disabled").asBoolean(false)));
    }

    /** The block {@code state} of a static connection. */
    static Written of(ForeignYaml state) {
        return new Written(
                state.text("name").orElse(""),
                state.text("transformationFunction").filter(script -> !script.isBlank()),
                state.flag("waitForComplete"),
                state.text("expirationDate"),
                state.flag("disabled").orElse(false));
    }

    /** Empty for one that lives for ever. @throws DateTimeException if it is no moment */
    Optional<Instant> end() {
        return expires.map(text -> OffsetDateTime.parse(text, MOMENT).toInstant());
    }
}
