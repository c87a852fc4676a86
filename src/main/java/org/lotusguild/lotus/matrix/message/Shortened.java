package org.lotusguild.lotus.matrix.message;

import java.util.List;

/** A document with every text cut to so many code points; its mark-up stays. */
final class Shortened {
    private static final String MORE = "…";

    private Shortened() {}

    static List<Block> to(List<Block> blocks, int length) {
        return blocks.stream().map(block -> of(block, length)).toList();
    }

    private static Block of(Block block, int length) {
        return switch (block) {
            case Block.Line line -> line(line, length);
            case Block.Rows rows -> new Block.Rows(lines(rows.lines(), length));
            case Block.Bullets list -> new Block.Bullets(lines(list.items(), length));
            case Block.Mono mono -> new Block.Mono(text(mono.text(), length));
            case Block.Bars bars ->
                new Block.Bars(bars.bars().stream()
                        .map(bar -> new Block.Bar(
                                text(bar.before(), length), bar.full(), bar.empty(), text(bar.after(), length)))
                        .toList());
            case Block.Tiles tiles -> tiles;
            case Block.Quote quote -> new Block.Quote(to(quote.blocks(), length));
            case Block.Links links ->
                new Block.Links(links.links().stream()
                        .map(link -> new Span.Link(link.target(), text(link.text(), length)))
                        .toList());
            case Block.Details details ->
                new Block.Details(text(details.summary(), length), text(details.text(), length));
            case Block.Html html ->
                new Block.Html(new SpecHtml(html.fragment()).cut(length, MORE).text());
            case Block.Written written -> written.cut(length, MORE);
        };
    }

    private static List<Block.Line> lines(List<Block.Line> lines, int length) {
        return lines.stream().map(line -> line(line, length)).toList();
    }

    private static Block.Line line(Block.Line line, int length) {
        return new Block.Line(
                line.spans().stream().map(span -> span(span, length)).toList());
    }

    private static Span span(Span span, int length) {
        return switch (span) {
            case Span.Words(String text) -> new Span.Words(text(text, length));
            case Span.Strong(String text) -> new Span.Strong(text(text, length));
            case Span.Code(String text) -> new Span.Code(text(text, length));
            case Span.Coloured(String text, String colour) -> new Span.Coloured(text(text, length), colour);
            case Span.Link(java.net.URI target, String text) -> new Span.Link(target, text(text, length));
            case Span.Person person -> person;
            case Span.Tile tile -> tile;
        };
    }

    private static String text(String text, int length) {
        return text(text, length, MORE);
    }

    static String text(String text, int length, String tail) {
        return text.length() <= length || text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length)) + tail;
    }
}
