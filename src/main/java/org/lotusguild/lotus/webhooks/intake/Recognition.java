package org.lotusguild.lotus.webhooks.intake;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.service.Context;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Formatter;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import tools.jackson.databind.JsonNode;

/** Who a payload comes from, as far as the way in must know it. */
final class Recognition {
    private Recognition() {}

    /** @param once whether the same body within a minute is the same post */
    record Recognised(Service service, boolean once) {}

    static Recognised of(Hook hook, JsonNode payload, String userAgent, Instant now) {
        return of(hook, payload, userAgent, now, Services::formatter);
    }

    /** A defect of ours is no reason to refuse a post: the courier meets it again, and says so there. */
    static Recognised of(
            Hook hook, JsonNode payload, String userAgent, Instant now, Function<Service, Formatter> formatters) {
        try {
            Service service = Detect.of(payload, hook.service().flatMap(Service::of), userAgent)
                    .service();
            boolean known = service != Service.GENERIC && service != Service.MESSAGE;
            return new Recognised(service, known && !trial(formatters.apply(service), hook, payload, now));
        } catch (RuntimeException | StackOverflowError defect) {
            return new Recognised(Service.GENERIC, false);
        }
    }

    /** Somebody who tries a hook presses the button more than once. */
    private static boolean trial(Formatter formatter, Hook hook, JsonNode payload, Instant now) {
        Context context = new Context(hook.name(), now, Map.of(), false, false);
        return formatter
                .of(payload, Optional.empty(), context)
                .message()
                .event()
                .endsWith(".test");
    }
}
