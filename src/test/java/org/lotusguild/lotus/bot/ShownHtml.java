package org.lotusguild.lotus.bot;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The HTML that every client shows, Element X included: the page's list, and colours that carry no meaning alone. */
final class ShownHtml {
    static final Set<String> TAGS = Set.of(
            "a",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "del",
            "code",
            "ul",
            "ol",
            "li",
            "pre",
            "blockquote",
            "p",
            "br",
            "span");
    private static final Set<String> ATTRIBUTES =
            Set.of("href of a", "data-mx-color of span", "data-mx-bg-color of span");

    private ShownHtml() {}

    /** What of a message, or of what an edit makes of it, is something else. */
    static List<String> strange(ObjectNode content) {
        return Stream.of(
                        Json.string(content, "formatted_body"), Json.string(content, "m.new_content", "formatted_body"))
                .flatMap(html -> html.stream())
                .flatMap(html -> Jsoup.parseBodyFragment(html).body().select("body > *, body * *").stream())
                .filter(element -> !plain(element))
                .map(Element::toString)
                .toList();
    }

    private static boolean plain(Element element) {
        return TAGS.contains(element.normalName())
                && element.attributes().asList().stream()
                        .allMatch(attribute -> ATTRIBUTES.contains(attribute.getKey() + " of " + element.normalName()));
    }
}
