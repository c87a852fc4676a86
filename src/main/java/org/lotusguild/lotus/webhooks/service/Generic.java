package org.lotusguild.lotus.webhooks.service;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import tools.jackson.databind.JsonNode;

/** Whoever has no formatter of his own: Gotify's and Apprise's messages, and a card for all the rest. */
final class Generic {
    private static final int LINES = 6;
    private static final int GOTIFY_ERROR = 8;
    private static final int GOTIFY_WARNING = 5;

    private Generic() {}

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        if (Detect.gotify(facts)) {
            return said(facts, "generic.gotify", gotify(facts), context);
        }
        if (Detect.apprise(facts)) {
            return said(facts, "generic.apprise", apprise(facts), context);
        }
        return Rendered.of(Card.of(facts, context));
    }

    /** Text or HTML that the sender wrote himself: it is posted as it is. This is what a list of many messages says of it. */
    static Rendered message(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        String text = Words.joined(Words.line(facts.whole()), facts.text("text"));
        return Rendered.of(Notice.of(
                "message",
                "message.posted",
                Level.NEUTRAL,
                "💬",
                context.hook(),
                text.isEmpty() ? "message received" : text));
    }

    private static Rendered said(Facts facts, String event, Level level, Context context) {
        String title = facts.text("title");
        List<String> lines = facts.whole("message")
                .lines()
                .map(Words::line)
                .filter(line -> !line.isEmpty())
                .toList();
        String happened = title.isEmpty() && !lines.isEmpty() ? lines.getFirst() : title;
        List<String> left = happened.equals(title) ? lines : lines.subList(1, lines.size());
        return Rendered.of(Notice.of("generic", event, level, emoji(level), Words.line(context.hook()), happened)
                .lines(left.size() <= LINES ? left : Words.some(left, LINES - 1)));
    }

    private static Level apprise(Facts facts) {
        return switch (facts.whole("type")) {
            case "failure" -> Level.ERROR;
            case "warning" -> Level.WARNING;
            case "success" -> Level.OK;
            default -> Level.INFO;
        };
    }

    private static Level gotify(Facts facts) {
        long priority = facts.count("priority");
        return priority >= GOTIFY_ERROR ? Level.ERROR : priority >= GOTIFY_WARNING ? Level.WARNING : Level.INFO;
    }

    private static String emoji(Level level) {
        return switch (level) {
            case CRITICAL -> "🔥";
            case ERROR -> "❌";
            case WARNING -> "⚠️";
            case OK -> "✅";
            case INFO, NEUTRAL -> "ℹ️";
        };
    }
}
