package org.lotusguild.lotus.webhooks.courier;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.render.OwnWords;
import org.lotusguild.lotus.webhooks.sender.Speaker;
import org.lotusguild.lotus.webhooks.service.Context;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Detected;
import org.lotusguild.lotus.webhooks.service.Formatter;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The usual look: by the hook's script if it has one, else by the formatter of the service that sent it. */
public final class Faces implements Face {
    private static final Logger LOG = LoggerFactory.getLogger(Faces.class);
    private static final String DEFECT = "a defect of this program; shown as a card";

    private final Transformer transformer;
    private final Map<String, URI> links;
    private final Function<Service, Formatter> formatters;
    private final CourierFigures figures;

    /** @param links addresses of the guild's own servers, by service */
    public Faces(Transformer transformer, Map<String, URI> links, CourierFigures figures) {
        this(transformer, links, Services::formatter, figures);
    }

    Faces(
            Transformer transformer,
            Map<String, URI> links,
            Function<Service, Formatter> formatters,
            CourierFigures figures) {
        this.transformer = transformer;
        this.links = Map.copyOf(links);
        this.formatters = formatters;
        this.figures = figures;
    }

    /** Where a defect hides who it is, {@link #made} meets that too, and says so. */
    @Override
    public Speaker speaker(Hook hook, Delivery delivery) {
        try {
            return speaker(hook, detected(hook, delivery).service());
        } catch (RuntimeException | StackOverflowError defect) {
            return speaker(hook, Service.GENERIC);
        }
    }

    @Override
    public Speaker speaker(Hook hook, String service) {
        return speaker(hook, Service.of(service).orElse(Service.GENERIC));
    }

    /** Whoever wrote a message himself has no name here. */
    private static Speaker speaker(Hook hook, Service service) {
        Service known = service == Service.MESSAGE ? Service.GENERIC : service;
        return Speaker.of(known.key(), known.title(), hook.sender());
    }

    private static Detected detected(Hook hook, Delivery delivery) {
        String userAgent = delivery.posted().headers().getOrDefault("user-agent", "");
        return Detect.of(delivery.payload(), hook.service().flatMap(Service::of), userAgent);
    }

    @Override
    public Instant notBefore(Hook hook) {
        return transformer.allowedAt(hook);
    }

    @Override
    public Made made(Hook hook, Delivery delivery) {
        return hook.transform().isPresent() ? transformed(hook, delivery) : told(hook, delivery);
    }

    private Made transformed(Hook hook, Delivery delivery) {
        String service = detected(hook, delivery).service().key();
        return switch (transformer.transform(hook, delivery, service)) {
            case Transformer.Transformed.Given(var pieces, var problem, var answer) ->
                new Made(pieces, true, problem, false, answer);
            case Transformer.Transformed.Failed(String why) ->
                told(hook, delivery).because(why);
        };
    }

    /** A defect of a formatter costs its delivery the good looks, no more. */
    private Made told(Hook hook, Delivery delivery) {
        try {
            return usual(hook, delivery);
        } catch (RuntimeException | StackOverflowError defect) {
            met(delivery, defect);
            return Made.of(rendered(hook, delivery, Service.GENERIC, Optional.empty()))
                    .despite(DEFECT);
        }
    }

    private void met(Delivery delivery, Throwable defect) {
        figures.defect();
        LOG.atError()
                .addKeyValue("delivery", delivery.id())
                .setCause(defect)
                .log("a payload could not be formatted; it is shown as a card");
    }

    private Made usual(Hook hook, Delivery delivery) {
        Detected detected = detected(hook, delivery);
        String service = detected.service().key();
        figures.count(detected);
        if (detected.service() == Service.MESSAGE) {
            Notice written = Notice.written(service, "message.posted", OwnWords.of(delivery.payload()));
            return Made.fixed(Rendered.of(written));
        }
        if (hook.dump() && detected.how() == Detected.How.CARD) {
            Notice dumped = Notice.written(service, "generic.dumped", OwnWords.dump(delivery.payload()));
            return Made.fixed(Rendered.of(dumped));
        }
        return Made.of(rendered(hook, delivery, detected.service(), Optional.empty()));
    }

    /** Where only the standing message makes it fail, it says what it says without. */
    @Override
    public Rendered again(Hook hook, Delivery delivery, Root root) {
        Service service = detected(hook, delivery).service();
        try {
            return rendered(hook, delivery, service, Optional.of(root));
        } catch (RuntimeException | StackOverflowError defect) {
            met(delivery, defect);
            return rendered(hook, delivery, service, Optional.empty());
        }
    }

    private Rendered rendered(Hook hook, Delivery delivery, Service service, Optional<Root> root) {
        Context context =
                new Context(hook.name(), delivery.receivedAt(), links, hook.preferApplication(), hook.showPrivate());
        return formatters.apply(service).of(delivery.payload(), root, context);
    }
}
