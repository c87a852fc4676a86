package org.lotusguild.lotus.matrix.sync;

import java.time.InstantSource;
import org.lotusguild.lotus.base.OncePerHour;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.Figures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What came from the homeserver and cannot be used: each is counted, and said once an hour for a sender and a reason. A reason
 * is a text of the program: whoever writes nonsense chooses neither how many lines of the log there are nor what they say.
 */
public final class Skipped {
    private static final Logger LOG = LoggerFactory.getLogger(Skipped.class);
    private static final String NOBODY = "?";

    private final Figures figures;
    private final OncePerHour<Cause> once;

    private record Cause(String sender, String why) {}

    public Skipped(Figures figures, InstantSource clock) {
        this.figures = figures;
        this.once = new OncePerHour<>(clock);
    }

    /** An event, or what stands where one should. */
    void event(JsonNode event, String why) {
        say(sender(event), id(event), why);
    }

    /** A part of the answer itself, which is nobody's event. */
    void part(String why) {
        say(NOBODY, NOBODY, why);
    }

    private void say(String sender, String event, String why) {
        figures.countSkipped();
        once.due(new Cause(sender, why))
                .ifPresent(keptBack -> LOG.atWarn()
                        .addKeyValue("sender", sender)
                        .addKeyValue("event", event)
                        .addKeyValue("why", why)
                        .addKeyValue("not_told_before", keptBack)
                        .log("what the homeserver shows cannot be used; it is skipped"));
    }

    private static String sender(JsonNode event) {
        try {
            return Json.string(event, "sender")
                    .map(UserId::parse)
                    .map(UserId::value)
                    .orElse(NOBODY);
        } catch (IllegalArgumentException e) {
            return NOBODY;
        }
    }

    private static String id(JsonNode event) {
        try {
            return Json.string(event, "event_id")
                    .map(EventId::parse)
                    .map(EventId::value)
                    .orElse(NOBODY);
        } catch (IllegalArgumentException e) {
            return NOBODY;
        }
    }
}
