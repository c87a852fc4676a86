package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.redact.Secrets;
import tools.jackson.databind.JsonNode;

/** What can be said of a payload that nobody knows: a title, a text, six facts, and how many are left. Never a secret. */
final class Card {
    private static final String EMOJI = "📮";
    private static final String RECEIVED = "message received";
    private static final List<String> TITLES = List.of("title", "subject", "summary", "name");
    private static final List<String> BODIES = List.of("message", "body", "description", "content");
    private static final int FACTS = 6;
    private static final int KEY = 60;
    private static final int DEEPEST = 32;

    private final List<String> facts = new ArrayList<>();
    private int left;

    private Card() {}

    /** Of a sender whom nobody knows. */
    static Notice of(Facts payload, Context context) {
        if (payload.tree().isArray()) {
            return titled("generic", "generic.card", context, RECEIVED)
                    .lines(Words.lines(
                            Words.count(payload.tree().size(), "entry").replace("entrys", "entries")));
        }
        Optional<String> title = first(payload, TITLES);
        return titled(
                        "generic",
                        "generic.card",
                        context,
                        title.map(key -> said(payload, key)).orElse(RECEIVED))
                .lines(lines(payload, title, DEEPEST));
    }

    /** Of a service whom we know, with an event that we do not: its own words for the event, and what it says at the top. */
    static Notice unknown(Service service, String event, Facts payload, Context context) {
        String name = Words.dashed(event).isEmpty() ? "unknown" : Words.dashed(event);
        String happened = first(payload, TITLES).map(key -> said(payload, key)).orElse(name.replace('-', ' '));
        return titled(service.key(), service.key() + "." + name, context, happened)
                .lines(lines(payload, first(payload, TITLES), 1));
    }

    private static Notice titled(String service, String event, Context context, String happened) {
        return Notice.of(service, event, Level.NEUTRAL, EMOJI, Words.line(context.hook()), happened);
    }

    private static List<String> lines(Facts payload, Optional<String> title, int depth) {
        Optional<String> body = first(payload, BODIES);
        List<String> lines = new ArrayList<>();
        body.map(key -> said(payload, key)).ifPresent(lines::add);
        Card card = new Card();
        for (Map.Entry<String, JsonNode> entry : payload.tree().properties()) {
            boolean used = title.filter(entry.getKey()::equals).isPresent()
                    || body.filter(entry.getKey()::equals).isPresent();
            if (!used) {
                card.add(entry.getKey(), entry.getKey(), entry.getValue(), depth);
            }
        }
        lines.addAll(card.facts);
        if (card.left > 0) {
            lines.add("+" + card.left + " more " + (card.left == 1 ? "field" : "fields"));
        }
        return lines;
    }

    private static String said(Facts payload, String key) {
        return Secrets.withoutQueries(payload.text(key));
    }

    private void add(String path, String key, JsonNode value, int depth) {
        if (Secrets.key(key) || Secrets.value(key)) {
            return;
        }
        if (value.isObject() && depth > 1) {
            value.properties()
                    .forEach(entry -> add(path + "." + entry.getKey(), entry.getKey(), entry.getValue(), depth - 1));
        } else if (value.isContainer()) {
            left += value.isEmpty() ? 0 : 1;
        } else {
            scalar(path, new Facts(value));
        }
    }

    private void scalar(String path, Facts value) {
        if (Secrets.value(value.whole())) {
            return;
        }
        String shown = Secrets.withoutQueries(value.text());
        if (shown.isEmpty()) {
            return;
        }
        if (facts.size() < FACTS) {
            facts.add(Words.cut(Words.line(path), KEY) + ": " + shown);
        } else {
            left++;
        }
    }

    /** The name, as it is written, of the first of these that says something. */
    private static Optional<String> first(Facts payload, List<String> wanted) {
        return wanted.stream()
                .flatMap(name -> payload.tree().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(key -> key.toLowerCase(Locale.ROOT).equals(name)))
                .filter(key -> !payload.text(key).isEmpty() && !Secrets.value(payload.whole(key)))
                .findFirst();
    }
}
