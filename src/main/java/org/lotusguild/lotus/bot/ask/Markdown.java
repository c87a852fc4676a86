package org.lotusguild.lotus.bot.ask;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;

/** A model's text as a message. It is data: HTML in it is shown as it stands, pictures become links, nobody is called. */
final class Markdown {
    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    private Markdown() {}

    /** While it is written. */
    static Doc growing(String text) {
        return Doc.of(html(text.strip() + " ▌"));
    }

    static Doc whole(String text) {
        return Doc.of(html(text.strip()));
    }

    static Doc ending(String text, String note) {
        return whole(text).plus(Block.Line.text("")).plus(Block.Line.text(note));
    }

    private static Block html(String text) {
        Node document = PARSER.parse(text);
        List<Image> images = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Image image) {
                images.add(image);
                visitChildren(image);
            }
        });
        images.forEach(Markdown::link);
        return new Block.Html(RENDERER.render(document));
    }

    private static void link(Image image) {
        Link link = new Link(image.getDestination(), image.getTitle());
        for (Node child = image.getFirstChild(); child != null; child = image.getFirstChild()) {
            link.appendChild(child);
        }
        image.insertAfter(link);
        image.unlink();
    }
}
