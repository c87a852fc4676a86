package org.lotusguild.lotus.script;

import java.util.List;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** Two scripts that do what most do: text, lists, regular expressions, dates, HTML. */
final class WarmUp {
    static final List<Script> SAMPLES = List.of(new Script("""
                    const names = data.items.map(({ name, value = 0 }) => `${name}: ${value.toFixed(2)}`);
                    result = { version: "v2", plain: names.join("\\n") };
                    """), new Script("""
                    const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
                    const rows = [...data.items].sort((one, other) => other.value - one.value)
                      .map(({ name, value, at }) => `<li>${escaped(name)} ${value} ${new Date(at).toISOString()}</li>`);
                    const sum = data.items.reduce((all, { value }) => all + value, 0);
                    result = { version: "v2", plain: `${rows.length} items, ${sum}`, html: `<ul>${rows.join("")}</ul>` };
                    """));

    private WarmUp() {}

    static JsonNode data() {
        return Json.parseObject("""
                {"items": [{"name": "disk <1>", "value": 91.5, "at": 1764000000000},
                           {"name": "disk & 2", "value": 17.25, "at": 1764000060000},
                           {"name": "fan", "value": 1200, "at": 1764000120000}]}
                """);
    }
}
