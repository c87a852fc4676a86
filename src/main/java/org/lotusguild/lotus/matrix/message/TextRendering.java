package org.lotusguild.lotus.matrix.message;

import java.util.List;
import java.util.stream.Collectors;

/** A document as plain text: complete without HTML. */
final class TextRendering {
    private TextRendering() {}

    static String of(List<Block> blocks) {
        return blocks.stream()
                .filter(TextRendering::shown)
                .map(TextRendering::of)
                .collect(Collectors.joining("\n"));
    }

    /** Whether the plain text has a line for it. */
    static boolean shown(Block block) {
        return switch (block) {
            case Block.Details _ -> false;
            case Block.Links links -> !links.links().isEmpty();
            case Block.Line _,
                    Block.Rows _,
                    Block.Bullets _,
                    Block.Mono _,
                    Block.Bars _,
                    Block.Tiles _,
                    Block.Quote _,
                    Block.Html _,
                    Block.Written _ -> true;
        };
    }

    static String of(Block block) {
        return switch (block) {
            case Block.Line line -> line(line);
            case Block.Rows rows -> lines("", rows.lines());
            case Block.Bullets list -> lines("• ", list.items());
            case Block.Mono mono -> Plain.lines(mono.text());
            case Block.Bars bars -> bars.bars().stream().map(TextRendering::bar).collect(Collectors.joining("\n"));
            case Block.Tiles tiles -> tiles(tiles.tiles());
            case Block.Quote quote -> "> " + of(quote.blocks()).replace("\n", "\n> ");
            case Block.Links links -> links.links().getFirst().target().toString();
            case Block.Details _ -> "";
            case Block.Html html -> StrangersHtml.text(html.fragment());
            case Block.Written written -> written.text();
        };
    }

    /** {@code ██████░░░░ 3 (60 %) Fri} with the words before it. */
    static String bar(Block.Bar bar) {
        String cells = "█".repeat(bar.full()) + "░".repeat(bar.empty());
        return List.of(Plain.line(bar.before()), cells, Plain.line(bar.after())).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    static String squares(List<Span.Tile> tiles) {
        return tiles.stream().map(Span.Tile::square).collect(Collectors.joining());
    }

    private static String tiles(List<Span.Tile> tiles) {
        return squares(tiles) + " " + tiles.stream().map(Span.Tile::letter).collect(Collectors.joining(" "));
    }

    private static String lines(String mark, List<Block.Line> lines) {
        return lines.stream().map(line -> mark + line(line)).collect(Collectors.joining("\n"));
    }

    private static String line(Block.Line line) {
        return line.spans().stream().map(TextRendering::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        return switch (span) {
            case Span.Words(String text) -> Plain.line(text);
            case Span.Strong(String text) -> Plain.line(text);
            case Span.Coloured(String text, String _) -> Plain.line(text);
            case Span.Code(String text) -> Plain.line(text);
            case Span.Person person -> person.name();
            case Span.Link link -> link(link);
            case Span.Tile tile -> tile.letter();
        };
    }

    private static String link(Span.Link link) {
        String target = link.target().toString();
        String text = Plain.line(link.text());
        return text.isBlank() || text.equals(target) ? target : text + " (" + target + ")";
    }
}
