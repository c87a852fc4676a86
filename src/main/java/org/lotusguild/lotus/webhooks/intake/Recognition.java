package org.lotusguild.lotus.webhooks.intake;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.service.Context;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import tools.jackson.databind.JsonNode;

/** Who a payload comes from, as far as the way in must know it. */
final class Recognition {
    private Recognition() {}

    /** @param once whether the same body within a minute is the same post */
    record Recognised(Service service, boolean once) {}

    static Recognised of(Hook hook, JsonNode payload, String userAgent, Instant now) {
        Service service = Detect.of(payload, hook.service().flatMap(Service::of), userAgent)
                .service();
        boolean known = service != Service.GENERIC && service != Service.MESSAGE;
        return new Recognised(service, known && !trial(service, hook, payload, now));
    }

    /** Somebody who tries a hook presses the button more than once. */
    private static boolean trial(Service service, Hook hook, JsonNode payload, Instant now) {
        Context context = new Context(hook.name(), now, Map.of(), false, false);
        return Services.formatter(service)
                .of(payload, Optional.empty(), context)
                .message()
                .event()
                .endsWith(".test");
    }
}
