package org.lotusguild.lotus.bot.command;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.id.UserId;

/** Reads whom somebody means: {@code @name:example.org}, a matrix.to link, or a pill, which is a mention. */
public final class People {
    private static final Pattern LINK = Pattern.compile("https://matrix\\.to/#/([^?/\\s]+)(?:\\?.*)?");

    private People() {}

    /** @param mentions of the message; a single one is meant where the text is only a name */
    public static Optional<UserId> meant(String text, Set<UserId> mentions) {
        String word = text.strip();
        Matcher link = LINK.matcher(word);
        return parsed(link.matches() ? decoded(link.group(1)) : word)
                .or(() -> mentions.size() == 1 ? mentions.stream().findFirst() : Optional.empty());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static Optional<UserId> parsed(String text) {
        try {
            return Optional.of(UserId.parse(text));
        } catch (IllegalArgumentException notAUser) {
            return Optional.empty();
        }
    }
}
