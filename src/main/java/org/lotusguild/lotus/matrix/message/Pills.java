package org.lotusguild.lotus.matrix.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.lotusguild.lotus.base.id.UserId;

/** Reads whom somebody's message names: clients write a person as a link that shows a name. */
public final class Pills {
    private static final Pattern LINK = Pattern.compile("https://matrix\\.to/#/([^?/\\s]+)(?:\\?.*)?");

    private Pills() {}

    /** The user that a matrix.to link leads to. */
    public static Optional<UserId> user(String link) {
        Matcher parts = LINK.matcher(link);
        return parts.matches() ? parsed(decoded(parts.group(1))) : Optional.empty();
    }

    /**
     * The user whose pill shows these words; empty if two of that name are there. What a reply quotes does not count.
     *
     * @param html the {@code formatted_body} of a message
     */
    public static Optional<UserId> named(String html, String words) {
        String shown = words.strip().replaceAll("\\s+", " ");
        Element body = Jsoup.parseBodyFragment(html).body();
        body.select("mx-reply").remove();
        List<UserId> users = body.select("a[href]").stream()
                .filter(link -> link.text().strip().equals(shown))
                .flatMap(link -> user(link.attr("href")).stream())
                .distinct()
                .toList();
        return users.size() == 1 ? Optional.of(users.getFirst()) : Optional.empty();
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
