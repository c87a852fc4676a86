package org.lotusguild.lotus.matrix.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** Strangers' HTML: made harmless by a list of what may stay, and read as plain text for the body. */
final class StrangersHtml {
    /** What Element X keeps; colours come on top. No tables, headings, images. */
    private static final Safelist KEPT = new Safelist()
            .addTags(
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
                    "span")
            .addAttributes("a", "href")
            .addAttributes("span", "data-mx-color")
            .addProtocols("a", "href", "http", "https", "mailto");

    private static final Set<String> BLOCKS = Set.of("p", "ul", "ol", "li", "pre", "blockquote");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final int DEEPEST = 50;

    private StrangersHtml() {}

    /** The harmless fragment; what is not kept loses its tag, not its words. */
    static String clean(String fragment) {
        Document dirty = Jsoup.parseBodyFragment(fragment);
        if (depth(dirty.body()) > DEEPEST) {
            return paragraph(dirty.body().text());
        }
        rename(dirty);
        Document clean = new Cleaner(KEPT).clean(dirty);
        for (Element span : clean.select("span[data-mx-color]")) {
            if (!COLOUR.matcher(span.attr("data-mx-color")).matches()) {
                span.removeAttr("data-mx-color");
            }
        }
        clean.select("span:not([data-mx-color]), a:not([href])").unwrap();
        wrapLooseWords(clean.body());
        return html(clean);
    }

    /** The fragment's words, lines and links without any mark-up. */
    static String text(String cleanFragment) {
        return text(Jsoup.parseBodyFragment(cleanFragment).body()).strip();
    }

    /** The first blocks of the fragment whose words have at most so many lines. */
    static String firstLines(String cleanFragment, int lines) {
        Document whole = Jsoup.parseBodyFragment(cleanFragment);
        Document kept = Document.createShell("");
        for (Node child : whole.body().childNodesCopy()) {
            kept.body().appendChild(child);
            if (text(kept.body()).strip().lines().count() > lines) {
                child.remove();
                break;
            }
        }
        return html(kept);
    }

    static String html(Document document) {
        document.outputSettings().prettyPrint(false);
        return document.body().html();
    }

    static String paragraph(String words) {
        Document shell = Document.createShell("");
        shell.body().appendElement("p").text(words);
        return html(shell);
    }

    /** Tags that mean the same as one that is kept. */
    private static void rename(Document dirty) {
        dirty.select("script, style, mx-reply, head, template").remove();
        dirty.select("h1, h2, h3, h4, h5, h6").wrap("<p></p>").tagName("strong");
        dirty.select("div, tr").tagName("p");
        dirty.select("s, strike").tagName("del");
    }

    /** Words outside of any block would run into the line before. */
    private static void wrapLooseWords(Element body) {
        List<Node> loose = new ArrayList<>();
        for (Node child : List.copyOf(body.childNodes())) {
            if (child instanceof Element element && holdsBlock(element)) {
                wrap(loose);
            } else {
                loose.add(child);
            }
        }
        wrap(loose);
    }

    private static boolean holdsBlock(Element element) {
        return element.stream().anyMatch(inner -> BLOCKS.contains(inner.normalName()));
    }

    private static void wrap(List<Node> loose) {
        boolean blank = loose.stream().allMatch(node -> node instanceof TextNode words && words.isBlank());
        if (blank) {
            loose.forEach(Node::remove);
        } else {
            Element paragraph = new Element("p");
            loose.getFirst().before(paragraph);
            loose.forEach(paragraph::appendChild);
        }
        loose.clear();
    }

    static int depth(Element root) {
        int[] deepest = {0};
        NodeTraversor.traverse(
                new NodeVisitor() {
                    @Override
                    public void head(Node node, int depth) {
                        deepest[0] = Math.max(deepest[0], depth);
                    }

                    @Override
                    public void tail(Node node, int depth) {}
                },
                root);
        return deepest[0];
    }

    private static String text(Node node) {
        if (node instanceof TextNode words) {
            return words.text();
        }
        if (!(node instanceof Element element)) {
            return "";
        }
        return switch (element.normalName()) {
            case "br" -> "\n";
            case "pre" -> onLines(element.wholeText());
            case "blockquote" -> onLines("> " + inside(element).strip().replace("\n", "\n> "));
            case "li" -> onLines(marker(element) + inside(element).strip());
            case "p",
                    "ul",
                    "ol",
                    "div",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "table",
                    "tr",
                    "caption",
                    "details",
                    "summary" -> onLines(inside(element).strip());
            case "hr" -> onLines("———");
            case "td", "th" -> inside(element).strip() + (element.nextElementSibling() == null ? "" : " | ");
            case "img" -> element.attr("alt");
            case "a" -> linked(element);
            default -> inside(element);
        };
    }

    private static String inside(Element element) {
        StringBuilder all = new StringBuilder();
        for (Node child : element.childNodes()) {
            String next = text(child);
            boolean begun = all.isEmpty() || all.charAt(all.length() - 1) == '\n';
            boolean block = next.length() > 1 && next.startsWith("\n");
            all.append(begun && block ? next.substring(1) : next);
        }
        return all.toString();
    }

    private static String onLines(String block) {
        return "\n" + block + "\n";
    }

    private static String marker(Element item) {
        boolean numbered = item.parent() != null && item.parent().normalName().equals("ol");
        return numbered ? item.elementSiblingIndex() + 1 + ". " : "• ";
    }

    private static String linked(Element link) {
        String words = inside(link);
        String target = link.attr("href");
        return words.equals(target) || target.isEmpty() ? words : words + " (" + target + ")";
    }
}
