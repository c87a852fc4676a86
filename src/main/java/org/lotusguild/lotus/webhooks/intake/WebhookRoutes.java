package org.lotusguild.lotus.webhooks.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.http.server.Routes;

/**
 * The addresses of hooks. They are there from the start of the listener on; until the way in is open, who posts is asked to come again.
 */
public final class WebhookRoutes {
    private static final Duration OPENING = Duration.ofSeconds(5);
    private final AtomicReference<@Nullable Intake> behind = new AtomicReference<>();

    /**
     * {@code /webhook/<id>}, and {@code /webhook/<id>/message} for senders that take us for a Gotify; a slash at the end is ignored.
     *
     * @param legacyRoot whether {@code /<id>} is answered as well, where nothing else is
     */
    public WebhookRoutes(Routes routes, boolean legacyRoot) {
        for (String end : new String[] {"", "/"}) {
            routes.any("/webhook/{id}" + end, request -> answer(request, false));
            routes.any("/webhook/{id}/message" + end, request -> answer(request, true));
            if (legacyRoot) {
                routes.last("/{id}" + end, request -> {
                    Intake intake = behind.get();
                    return intake == null ? Optional.of(opening()) : intake.answerIfKnown(request, request.param("id"));
                });
            }
        }
    }

    /** From now on posts are taken. */
    public void open(Intake intake) {
        behind.set(intake);
    }

    private Response answer(Request request, boolean gotify) {
        Intake intake = behind.get();
        return intake == null ? opening() : intake.answer(request, request.param("id"), gotify);
    }

    private static Response opening() {
        return Answer.unavailable("Starting", OPENING).hangingUp().response();
    }
}
