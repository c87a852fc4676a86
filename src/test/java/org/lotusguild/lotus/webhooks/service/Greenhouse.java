package org.lotusguild.lotus.webhooks.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;

/** A greenhouse: its beds are too dry, and then they are not. */
final class Greenhouse {
    private static final String SERVICE = "greenhouse";

    private Greenhouse() {}

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        return Rendered.of(
                switch (facts.text("state")) {
                    case "too-dry" -> dry(facts);
                    case "fine" -> fine(facts, root, context);
                    default -> Card.unknown(Service.GENERIC, facts.text("state"), facts, context);
                });
    }

    private static Notice dry(Facts facts) {
        String moisture = facts.text("moisture");
        return Notice.of(SERVICE, "greenhouse.too-dry", Level.WARNING, "⚠️", facts.text("greenhouse"), "too dry")
                .lines(Words.lines(facts.text("note"), Words.joined(Words.five(facts.texts("plants")))))
                .fields(moisture.isEmpty() ? List.of() : List.of(new Field("Moisture", moisture + " %")))
                .links(links(facts))
                .correlation(Correlation.of(facts.text("greenhouse"), Transition.OPEN));
    }

    private static Notice fine(Facts facts, Optional<Root> root, Context context) {
        String lasted = root.map(open -> Measures.duration(Duration.between(open.opened(), context.receivedAt())))
                .orElse("");
        String happened = "fine again" + Words.after(" after ", lasted);
        return Notice.of(SERVICE, "greenhouse.fine", Level.OK, "✅", facts.text("greenhouse"), happened)
                .links(links(facts))
                .correlation(Correlation.of(facts.text("greenhouse"), Transition.CLOSE));
    }

    private static List<Link> links(Facts facts) {
        return facts.link("url").map(to -> new Link("Greenhouse", to)).stream().toList();
    }
}
