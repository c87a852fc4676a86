package org.lotusguild.lotus.matrix.message;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.UserId;

/** A document as HTML of the subset that every client keeps. Everything that is not mark-up of ours is escaped. */
final class HtmlRendering {
    private static final Set<String> LINKED = Set.of("http", "https", "mailto", "matrix");

    private HtmlRendering() {}

    /** Whether the plain text says less than the HTML would. */
    static boolean needed(List<Block> blocks) {
        return blocks.stream().anyMatch(HtmlRendering::needed);
    }

    static String of(List<Block> blocks) {
        StringBuilder html = new StringBuilder();
        boolean open = false;
        for (Block block : blocks) {
            boolean inline = inline(block);
            html.append(open && (inline || brokenOff(block)) ? "<br>" : "").append(of(block));
            open = inline;
        }
        return html.toString();
    }

    /** Where a client drops the tag its summary would run into the line before. */
    private static boolean brokenOff(Block block) {
        return block instanceof Block.Details;
    }

    private static boolean needed(Block block) {
        return switch (block) {
            case Block.Line line -> needed(line);
            case Block.Rows rows -> rows.lines().stream().anyMatch(HtmlRendering::needed);
            case Block.Bars _ -> false;
            case Block.Links links -> !links.links().isEmpty();
            case Block.Bullets _,
                    Block.Mono _,
                    Block.Tiles _,
                    Block.Quote _,
                    Block.Details _,
                    Block.Html _,
                    Block.Written _ -> true;
        };
    }

    private static boolean needed(Block.Line line) {
        return line.spans().stream().anyMatch(span -> switch (span) {
            case Span.Words _ -> false;
            case Span.Person person -> person.mention();
            case Span.Strong _, Span.Coloured _, Span.Code _, Span.Link _, Span.Tile _ -> true;
        });
    }

    /** Inline blocks need a break between them, the others begin on a line of their own anyway. */
    private static boolean inline(Block block) {
        return switch (block) {
            case Block.Line _, Block.Rows _, Block.Bars _, Block.Tiles _, Block.Links _ -> true;
            case Block.Bullets _, Block.Mono _, Block.Quote _, Block.Details _, Block.Html _, Block.Written _ -> false;
        };
    }

    private static String of(Block block) {
        return switch (block) {
            case Block.Line line -> line(line);
            case Block.Rows rows ->
                rows.lines().stream().map(HtmlRendering::line).collect(Collectors.joining("<br>"));
            case Block.Bullets list ->
                list.items().stream()
                        .map(item -> "<li>" + line(item) + "</li>")
                        .collect(Collectors.joining("", "<ul>", "</ul>"));
            case Block.Mono mono -> "<pre>" + escape(Plain.lines(mono.text())) + "</pre>";
            case Block.Bars bars ->
                bars.bars().stream().map(bar -> escape(TextRendering.bar(bar))).collect(Collectors.joining("<br>"));
            case Block.Tiles tiles -> tiles(tiles.tiles());
            case Block.Quote quote -> "<blockquote>" + of(quote.blocks()) + "</blockquote>";
            case Block.Links links ->
                links.links().stream().map(HtmlRendering::link).collect(Collectors.joining(" · "));
            case Block.Details details ->
                "<details><summary>" + escape(Plain.line(details.summary())) + "</summary><pre><code>"
                        + escape(Plain.lines(details.text())) + "</code></pre></details>";
            case Block.Html html -> html.fragment();
            case Block.Written written -> written.html().text();
        };
    }

    private static String tiles(List<Span.Tile> tiles) {
        return escape(TextRendering.squares(tiles)) + " "
                + tiles.stream().map(HtmlRendering::tile).collect(Collectors.joining());
    }

    private static String line(Block.Line line) {
        return line.spans().stream().map(HtmlRendering::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        return switch (span) {
            case Span.Words(String text) -> escape(Plain.line(text));
            case Span.Strong(String text) -> "<strong>" + escape(Plain.line(text)) + "</strong>";
            case Span.Coloured(String text, String colour) ->
                "<span data-mx-color=\"" + colour + "\">" + escape(Plain.line(text)) + "</span>";
            case Span.Code(String text) -> "<code>" + escape(Plain.line(text)) + "</code>";
            case Span.Person person -> person(person);
            case Span.Link link -> link(link);
            case Span.Tile tile -> tile(tile);
        };
    }

    private static String person(Span.Person person) {
        return person.mention() ? anchor(pill(person.user()), person.name()) : escape(person.name());
    }

    private static String pill(UserId user) {
        String encoded = URLEncoder.encode(user.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return "https://matrix.to/#/" + encoded.replace("%40", "@").replace("%3A", ":");
    }

    private static String link(Span.Link link) {
        String target = link.target().toString();
        String text = link.text().isBlank() ? target : Plain.line(link.text());
        String scheme = String.valueOf(link.target().getScheme()).toLowerCase(Locale.ROOT);
        return LINKED.contains(scheme) ? anchor(target, text) : escape(text + " (" + target + ")");
    }

    private static String anchor(String target, String text) {
        return "<a href=\"" + escape(target) + "\">" + escape(text) + "</a>";
    }

    private static String tile(Span.Tile tile) {
        return "<span data-mx-bg-color=\"" + tile.ground() + "\" data-mx-color=\"" + tile.ink() + "\"><strong>&nbsp;"
                + escape(Plain.line(tile.letter())) + "&nbsp;</strong></span>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
