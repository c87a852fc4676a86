package org.lotusguild.lotus.webhooks.render;

import java.util.Set;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Tables and strikethrough as HTML. */
final class TableHtml implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final HtmlWriter html;

    TableHtml(HtmlNodeRendererContext context) {
        this.context = context;
        this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(TableParser.Table.class, Markdown.Strike.class);
    }

    @Override
    public void render(Node node) {
        if (node instanceof Markdown.Strike) {
            html.tag("s");
            children(node);
            html.tag("/s");
        } else {
            table(node);
        }
    }

    private void table(Node table) {
        html.line();
        open("table");
        open("thead");
        row(table.getFirstChild(), "th");
        open("/thead");
        Node row = table.getFirstChild().getNext();
        if (row != null) {
            open("tbody");
            while (row != null) {
                row(row, "td");
                row = row.getNext();
            }
            open("/tbody");
        }
        open("/table");
    }

    private void row(Node row, String tag) {
        open("tr");
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            html.tag(tag);
            children(cell);
            html.tag("/" + tag);
            html.line();
        }
        open("/tr");
    }

    private void open(String tag) {
        html.tag(tag);
        html.line();
    }

    private void children(Node parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            context.render(child);
        }
    }
}
