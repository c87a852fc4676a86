package org.lotusguild.lotus.matrix.message;

import java.util.ArrayList;
import java.util.List;

/** Shortens a document at a line end, so that its text has at most so many characters. */
final class Cut {
    private static final int TAIL = "\n… (1000000 more lines)".length();

    private Cut() {}

    static List<Block> to(List<Block> blocks, int limit) {
        String text = TextRendering.of(blocks);
        if (characters(text) <= limit) {
            return blocks;
        }
        List<String> lines = split(text);
        int fitting = fitting(lines, limit - TAIL);
        if (fitting == 0) {
            return withTail(
                    List.of(Block.Line.text(begin(lines.getFirst(), limit - TAIL - 1) + "…")), lines.size() - 1);
        }
        List<Block> kept = firstLines(blocks, fitting);
        return withTail(kept, lines.size() - lines(kept));
    }

    private static List<Block> withTail(List<Block> kept, int more) {
        List<Block> all = new ArrayList<>(kept);
        if (more > 0) {
            all.add(Block.Line.text("… (" + more + (more == 1 ? " more line)" : " more lines)")));
        }
        return all;
    }

    private static int fitting(List<String> lines, int limit) {
        int used = 0;
        for (int i = 0; i < lines.size(); i++) {
            used += characters(lines.get(i)) + 1;
            if (used > limit) {
                return i;
            }
        }
        return lines.size();
    }

    static List<Block> firstLines(List<Block> blocks, int count) {
        List<Block> kept = new ArrayList<>();
        int left = count;
        for (Block block : blocks) {
            int size = TextRendering.shown(block) ? lines(List.of(block)) : 0;
            if (size > left) {
                if (left > 0) {
                    kept.add(firstLines(block, left));
                }
                break;
            }
            kept.add(block);
            left -= size;
        }
        return kept;
    }

    private static Block firstLines(Block block, int count) {
        return switch (block) {
            case Block.Line line -> line;
            case Block.Tiles tiles -> tiles;
            case Block.Links links -> links;
            case Block.Details details -> details;
            case Block.Rows rows -> new Block.Rows(rows.lines().subList(0, count));
            case Block.Bullets list -> new Block.Bullets(list.items().subList(0, count));
            case Block.Bars bars -> new Block.Bars(bars.bars().subList(0, count));
            case Block.Mono mono ->
                new Block.Mono(String.join("\n", split(Plain.lines(mono.text())).subList(0, count)));
            case Block.Quote quote -> new Block.Quote(firstLines(quote.blocks(), count));
            case Block.Html html -> firstLines(html, count);
            case Block.Written written -> firstLines(written, count);
        };
    }

    /** A paragraph longer than the rest of the room loses its mark-up rather than its words. */
    private static Block firstLines(Block.Html html, int count) {
        Block.Html shorter = new Block.Html(StrangersHtml.firstLines(html.fragment(), count));
        if (!shorter.fragment().isEmpty()) {
            return shorter;
        }
        return new Block.Rows(StrangersHtml.text(html.fragment())
                .lines()
                .limit(count)
                .map(Block.Line::text)
                .toList());
    }

    private static Block firstLines(Block.Written written, int count) {
        return written.cut(characters(String.join("\n", split(written.text()).subList(0, count))), "");
    }

    static int lines(List<Block> blocks) {
        return split(TextRendering.of(blocks)).size();
    }

    /** An empty last line counts. */
    private static List<String> split(String text) {
        return List.of(text.split("\n", -1));
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String begin(String text, int characters) {
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, characters)));
    }
}
