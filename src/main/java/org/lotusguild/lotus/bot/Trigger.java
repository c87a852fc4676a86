package org.lotusguild.lotus.bot;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.event.Incoming;

/**
 * A message that is meant as a command.
 *
 * @param name as typed, in lower case
 * @param rest everything behind the name, untrimmed at the end
 */
record Trigger(String name, String rest) {
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,31})(?=\\s|$)");

    /** Reads {@code !name rest}, or {@code Lotus: name rest} where the message also mentions the bot. */
    static Optional<Trigger> of(Incoming.Message message, UserId bot, String botName, String prefix) {
        String body = withoutQuote(message);
        if (body.startsWith(prefix)) {
            return named(body.substring(prefix.length()));
        }
        if (!message.mentions().contains(bot)) {
            return Optional.empty();
        }
        return addressed(body, bot.value())
                .or(() -> addressed(body, "@" + botName))
                .or(() -> addressed(body, botName))
                .flatMap(Trigger::named);
    }

    private static Optional<Trigger> named(String text) {
        Matcher m = NAME.matcher(text);
        if (!m.lookingAt()) {
            return Optional.empty();
        }
        return Optional.of(new Trigger(
                m.group(1).toLowerCase(Locale.ROOT), text.substring(m.end()).strip()));
    }

    private static Optional<String> addressed(String body, String name) {
        if (name.isEmpty() || !body.regionMatches(true, 0, name, 0, name.length()) || body.length() == name.length()) {
            return Optional.empty();
        }
        char next = body.charAt(name.length());
        if (next != ':' && next != ',' && next != ' ') {
            return Optional.empty();
        }
        return Optional.of(body.substring(name.length() + 1).strip());
    }

    /** Cuts the fallback that old clients put above a reply: lines that begin with {@code "> "} and the empty one below. */
    private static String withoutQuote(Incoming.Message message) {
        String body = message.body();
        if (message.meta().replyTo().isEmpty() || !body.startsWith("> ")) {
            return body;
        }
        int at = 0;
        while (body.startsWith("> ", at) || body.startsWith(">\n", at)) {
            int end = body.indexOf('\n', at);
            if (end < 0) {
                return "";
            }
            at = end + 1;
        }
        return body.startsWith("\n", at) ? body.substring(at + 1) : body.substring(at);
    }
}
