package org.lotusguild.lotus.stack.render;

import java.util.List;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.watch.Dashboard;
import org.lotusguild.lotus.stack.watch.Panel;
import org.lotusguild.lotus.stack.watch.Query;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dashboard in Grafana's JSON: as little of it as Grafana needs. Numbers stand four to a row, graphs two; the source of figures
 * is a variable, so that the page works with any Prometheus.
 *
 * <p>Source: Grafana 11, "Dashboard JSON model".
 */
final class GrafanaPage {
    private static final int SCHEMA = 39;
    private static final int WIDTH = 24;

    private final ArrayNode panels = Json.array();
    private int x;
    private int y;
    private int rowHeight;

    private GrafanaPage() {}

    static String json(Dashboard page) {
        GrafanaPage written = new GrafanaPage();
        page.panels().forEach(written::add);
        ObjectNode json = Json.object()
                .put("uid", "lotus-" + page.name())
                .put("title", page.title())
                .put("schemaVersion", SCHEMA)
                .put("editable", false)
                .put("refresh", "1m")
                .put("timezone", "browser");
        json.putArray("tags").add("lotus");
        json.putObject("time").put("from", "now-6h").put("to", "now");
        json.putObject("templating").putArray("list").add(variable());
        json.set("panels", written.panels);
        return Pretty.json(json);
    }

    private static ObjectNode variable() {
        return Json.object()
                .put("name", "datasource")
                .put("label", "Source")
                .put("type", "datasource")
                .put("query", "prometheus");
    }

    private void add(Panel panel) {
        ObjectNode json = panels.addObject()
                .put("id", panels.size())
                .put("title", panel.title())
                .put("type", type(panel.shape()));
        json.set("datasource", source());
        json.set("gridPos", place(panel.shape()));
        ObjectNode defaults = Json.object().put("unit", panel.unit());
        if (panel.unit().equals("percentunit")) {
            defaults.put("min", 0);
        }
        ObjectNode fields = json.putObject("fieldConfig");
        fields.set("defaults", defaults);
        fields.putArray("overrides");
        ArrayNode targets = json.putArray("targets");
        List<Query> queries = panel.queries();
        for (int i = 0; i < queries.size(); i++) {
            targets.add(target(queries.get(i), (char) ('A' + i)));
        }
    }

    private static ObjectNode target(Query query, char letter) {
        ObjectNode json = Json.object()
                .put("refId", String.valueOf(letter))
                .put("expr", query.expression())
                .put("legendFormat", query.legend());
        json.set("datasource", source());
        return json;
    }

    private static ObjectNode source() {
        return Json.object().put("type", "prometheus").put("uid", "${datasource}");
    }

    private static String type(Panel.Shape shape) {
        return switch (shape) {
            case GRAPH -> "timeseries";
            case NUMBER -> "stat";
        };
    }

    private ObjectNode place(Panel.Shape shape) {
        int width = shape == Panel.Shape.GRAPH ? WIDTH / 2 : WIDTH / 4;
        int height = shape == Panel.Shape.GRAPH ? 8 : 4;
        if (x + width > WIDTH || (x > 0 && rowHeight != height)) {
            x = 0;
            y += rowHeight;
        }
        rowHeight = height;
        ObjectNode place = Json.object().put("x", x).put("y", y).put("w", width).put("h", height);
        x += width;
        return place;
    }
}
