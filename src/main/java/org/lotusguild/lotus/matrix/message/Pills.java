package org.lotusguild.lotus.matrix.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.lotusguild.lotus.base.id.UserId;

/** Reads whom or which room somebody's message names: clients write both as a link that shows a name. */
public final class Pills {
    private static final Pattern LINK = Pattern.compile("https://matrix\\.to/#/([^?/\\s]+)(?:\\?.*)?");

    /** What clients without HTML make of a pill. */
    private static final Pattern WRITTEN = Pattern.compile("\\[[^\\]]*]\\((\\S+)\\)");

    private Pills() {}

    /** The user that a matrix.to link leads to. */
    public static Optional<UserId> user(String link) {
        return target(link).flatMap(Pills::parsed);
    }

    /** What a matrix.to link leads to, as it is written there: the id of a user or room, or an alias. */
    public static Optional<String> target(String link) {
        Matcher written = WRITTEN.matcher(link);
        Matcher parts = LINK.matcher(written.matches() ? written.group(1) : link);
        return parts.matches() ? Optional.of(decoded(parts.group(1))) : Optional.empty();
    }

    /**
     * The user whose pill shows these words; empty if two of that name are there. What a reply quotes does not count.
     *
     * @param html the {@code formatted_body} of a message
     */
    public static Optional<UserId> named(String html, String words) {
        return only(targets(html, words).flatMap(target -> parsed(target).stream()));
    }

    /** As {@link #named}, of whatever the link leads to. */
    public static Optional<String> shown(String html, String words) {
        return only(targets(html, words));
    }

    private static Stream<String> targets(String html, String words) {
        String shown = words.strip().replaceAll("\\s+", " ");
        Element body = Jsoup.parseBodyFragment(html).body();
        body.select("mx-reply").remove();
        return body.select("a[href]").stream()
                .filter(link -> link.text().strip().equals(shown))
                .flatMap(link -> target(link.attr("href")).stream());
    }

    private static <T> Optional<T> only(Stream<T> some) {
        List<T> different = some.distinct().toList();
        return different.size() == 1 ? Optional.of(different.getFirst()) : Optional.empty();
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
