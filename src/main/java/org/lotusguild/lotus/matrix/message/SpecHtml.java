package org.lotusguild.lotus.matrix.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * HTML that somebody wrote for a Matrix room: all that the specification lets a message hold, and nothing else. What is
 * clean already stays as it is, sign by sign.
 *
 * <p>Whoever holds one holds harmless HTML: it is made by {@link #of} or of another one.
 *
 * <p>Source: Matrix specification, client-server API, "m.room.message msgtypes", list of HTML tags.
 */
record SpecHtml(String text) {
    private static final Safelist KEPT = new Safelist()
            .addTags("a", "b", "blockquote", "br", "caption", "code", "del", "details", "div", "em", "font", "h1", "h2")
            .addTags("h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub")
            .addTags("summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul")
            .addAttributes("a", "href")
            .addProtocols("a", "href", "http", "https", "mailto", "magnet")
            .addAttributes("img", "src", "alt", "title", "width", "height")
            .addProtocols("img", "src", "mxc")
            .addAttributes("ol", "start")
            .addAttributes("code", "class")
            .addAttributes("div", "data-mx-maths")
            .addAttributes("span", "data-mx-color", "data-mx-bg-color", "data-mx-spoiler", "data-mx-maths")
            .addAttributes("font", "data-mx-color", "data-mx-bg-color", "color");

    private static final Pattern LANGUAGE = Pattern.compile("language-[\\w+#.-]{1,40}");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Pattern COLOUR_NAME = Pattern.compile("[a-zA-Z]{1,30}|#[0-9a-fA-F]{3,6}");
    /** Clients stop reading at a hundred. */
    private static final int DEEPEST = 90;

    static SpecHtml of(String raw) {
        return new SpecHtml(clean(raw));
    }

    private static String clean(String raw) {
        String html = Plain.whole(raw);
        Document dirty = Jsoup.parseBodyFragment(html);
        if (StrangersHtml.depth(dirty.body()) > DEEPEST) {
            return StrangersHtml.paragraph(dirty.body().text());
        }
        if (new Cleaner(KEPT).isValidBodyHtml(html) && oddities(dirty).isEmpty()) {
            return html;
        }
        dirty.select("script, style, mx-reply, head, template").remove();
        dirty.select("img:not([src^=mxc://])").forEach(SpecHtml::withoutPicture);
        Document clean = new Cleaner(KEPT).clean(dirty);
        oddities(clean).forEach(odd -> odd.element().removeAttr(odd.name()));
        clean.select("a:not([href])").unwrap();
        return StrangersHtml.html(clean);
    }

    private record Odd(Element element, String name) {}

    /** Attributes whose value says more than they may. */
    private static List<Odd> oddities(Document document) {
        List<Odd> odd = new ArrayList<>();
        for (Element element : document.body().getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                boolean fine = switch (attribute.getKey()) {
                    case "class" -> LANGUAGE.matcher(attribute.getValue()).matches();
                    case "color" -> COLOUR_NAME.matcher(attribute.getValue()).matches();
                    case "data-mx-color", "data-mx-bg-color" ->
                        COLOUR.matcher(attribute.getValue()).matches();
                    default -> true;
                };
                if (!fine) {
                    odd.add(new Odd(element, attribute.getKey()));
                }
            }
        }
        return odd;
    }

    /** Nobody's client may be made to fetch a picture: it is named, and linked. */
    private static void withoutPicture(Element picture) {
        String source = picture.attr("src");
        String words = picture.attr("alt").isBlank() ? source : picture.attr("alt");
        picture.replaceWith(new Element("a").attr("href", source).text(words));
    }

    /** The beginning that shows at most so many code points; tags are closed where it ends. */
    SpecHtml cut(int codePoints, String tail) {
        Document document = Jsoup.parseBodyFragment(text);
        keep(document.body(), codePoints, tail);
        return new SpecHtml(StrangersHtml.html(document));
    }

    /** Answers how many are left. From the end, because a child that goes moves all behind it. */
    private static int keep(Element element, int codePoints, String tail) {
        int left = codePoints;
        int kept = 0;
        for (Node child : element.childNodes()) {
            if (left <= 0) {
                break;
            }
            left = child instanceof Element inner ? keep(inner, left, tail) : keep(child, left, tail);
            kept++;
        }
        for (int i = element.childNodeSize() - 1; i >= kept; i--) {
            element.childNode(i).remove();
        }
        return left;
    }

    private static int keep(Node node, int left, String tail) {
        if (!(node instanceof TextNode words)) {
            return left;
        }
        String text = words.getWholeText();
        int length = text.codePointCount(0, text.length());
        if (length > left) {
            words.text(text.substring(0, text.offsetByCodePoints(0, left)) + tail);
        }
        return left - length;
    }
}
