package org.lotusguild.lotus.webhooks.render;

import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.parser.delimiter.DelimiterProcessor;
import org.commonmark.parser.delimiter.DelimiterRun;
import org.commonmark.renderer.html.HtmlRenderer;

/** CommonMark with tables and strikethrough. HTML in it is shown as it stands; addresses are links only where they are written as such. */
final class Markdown {
    private static final Parser PARSER = Parser.builder()
            .customDelimiterProcessor(new Strikes())
            .customBlockParserFactory(new TableParser.Factory())
            .build();

    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .nodeRendererFactory(TableHtml::new)
            .build();

    private Markdown() {}

    static String html(String text) {
        return RENDERER.render(PARSER.parse(text)).strip();
    }

    /** Signs that mean something lose their meaning. */
    static String escaped(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]()#+.!|~<>&-])", "\\\\$1").replaceAll("\\R", " ");
    }

    /** {@code ~~struck~~}. */
    static final class Strike extends CustomNode {}

    private static final class Strikes implements DelimiterProcessor {
        @Override
        public char getOpeningCharacter() {
            return '~';
        }

        @Override
        public char getClosingCharacter() {
            return '~';
        }

        @Override
        public int getMinLength() {
            return 2;
        }

        @Override
        public int process(DelimiterRun opening, DelimiterRun closing) {
            if (opening.length() != 2 || closing.length() != 2) {
                return 0;
            }
            Text opener = opening.getOpener();
            Strike strike = new Strike();
            Node inside = opener.getNext();
            while (inside != null && inside != closing.getCloser()) {
                Node next = inside.getNext();
                strike.appendChild(inside);
                inside = next;
            }
            opener.insertAfter(strike);
            return 2;
        }
    }
}
