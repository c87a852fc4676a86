package org.lotusguild.lotus.stack.render;

import java.util.Map;
import java.util.TreeMap;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** JSON for people: keys sorted, two blanks a level, so that a change shows as one line. Ends with a line break. */
final class Pretty {
    private final StringBuilder out = new StringBuilder();

    private Pretty() {}

    static String json(JsonNode tree) {
        Pretty pretty = new Pretty();
        pretty.value(tree, "\n");
        return pretty.out.append('\n').toString();
    }

    private void value(JsonNode node, String indent) {
        if (node.isObject() && !node.isEmpty()) {
            object(node, indent + "  ");
            out.append(indent).append('}');
        } else if (node.isArray() && !node.isEmpty()) {
            String lead = "[";
            for (JsonNode item : node) {
                out.append(lead).append(indent).append("  ");
                value(item, indent + "  ");
                lead = ",";
            }
            out.append(indent).append(']');
        } else {
            out.append(Json.text(node));
        }
    }

    private void object(JsonNode node, String indent) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
        String lead = "{";
        for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
            out.append(lead).append(indent).append(Json.text(entry.getKey())).append(": ");
            value(entry.getValue(), indent);
            lead = ",";
        }
    }
}
