package org.lotusguild.lotus.webhooks.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/** {@code | a | b |} above {@code | - | - |}: the tables of GitHub's Markdown. Columns stand left, wherever the dashes want them. */
final class TableParser extends AbstractBlockParser {
    private static final Pattern DASHES = Pattern.compile(" {0,3}\\|?(?: *:?-+:? *\\|)* *:?-+:? *\\|? *");
    private static final int WIDEST = 50;

    private final Table table = new Table();
    private final List<SourceLine> head;
    private final List<List<SourceLine>> rows = new ArrayList<>();

    /** A whole table; its rows are its children, the first is its head. */
    static final class Table extends CustomBlock {}

    static final class Row extends CustomNode {}

    static final class Cell extends CustomNode {}

    private TableParser(List<SourceLine> head) {
        this.head = head;
    }

    @Override
    public Block getBlock() {
        return table;
    }

    @Override
    public BlockContinue tryContinue(ParserState state) {
        return state.isBlank() || state.getLine().getContent().toString().indexOf('|') < 0
                ? BlockContinue.none()
                : BlockContinue.atIndex(state.getIndex());
    }

    @Override
    public void addLine(SourceLine line) {
        rows.add(cells(line));
    }

    @Override
    public void parseInlines(InlineParser inlines) {
        row(head, inlines);
        // The first line is that of the dashes.
        rows.stream().skip(1).forEach(cells -> row(cells, inlines));
    }

    private void row(List<SourceLine> cells, InlineParser inlines) {
        Row row = new Row();
        for (int i = 0; i < head.size(); i++) {
            Cell cell = new Cell();
            if (i < cells.size()) {
                inlines.parse(SourceLines.of(cells.get(i)), cell);
            }
            row.appendChild(cell);
        }
        table.appendChild(row);
    }

    /** What stands between the bars; a bar behind a backslash, or in code, is none. */
    private static List<SourceLine> cells(SourceLine line) {
        String text = line.getContent().toString();
        int end = text.stripTrailing().length();
        int from = text.length() - text.stripLeading().length();
        if (from < end && text.charAt(from) == '|') {
            from++;
        }
        List<SourceLine> cells = new ArrayList<>();
        int begin = from;
        for (int i = from; i < end; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '|') {
                cells.add(cell(line, begin, i));
                begin = i + 1;
            }
        }
        if (begin < end) {
            cells.add(cell(line, begin, end));
        }
        return cells;
    }

    private static SourceLine cell(SourceLine line, int from, int to) {
        String text = line.getContent().toString().substring(from, to);
        return SourceLine.of(text.strip().replace("\\|", "|"), null);
    }

    static final class Factory extends AbstractBlockParserFactory {
        @Override
        public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            List<SourceLine> before = matched.getParagraphLines().getLines();
            CharSequence line = state.getLine().getContent();
            if (before.isEmpty()
                    || line.toString().indexOf('-') < 0
                    || !DASHES.matcher(line).matches()) {
                return BlockStart.none();
            }
            List<SourceLine> head = cells(before.getLast());
            boolean bars = before.getLast().getContent().toString().indexOf('|') >= 0;
            return bars
                            && head.size() <= WIDEST
                            && head.size() == cells(state.getLine()).size()
                    ? BlockStart.of(new TableParser(head))
                            .atIndex(state.getIndex())
                            .replaceParagraphLines(1)
                    : BlockStart.none();
        }
    }
}
