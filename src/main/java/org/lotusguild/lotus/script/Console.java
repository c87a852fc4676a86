package org.lotusguild.lotus.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import run.endive.wasm.WasmEngineException;
import tools.jackson.databind.JsonNode;

/** What a script writes to its console while somebody tries it. In all other runs the console is silent. */
final class Console {
    private static final int MOST_BYTES = 128 << 10;
    private static final int MOST_LINES = 100;
    private static final int MOST_SIGNS = 500;
    private static final Pattern OWN_RESULT = Pattern.compile("\\b(var|let|const)\\s+result\\b");

    private static final String CAPTURE = """
            (() => {
              const lines = [];
              const shown = (it) => {
                if (typeof it === 'string') return it;
                try { return (typeof it === 'object' ? __stringify(it) : undefined) ?? String(it); } catch { return '?'; }
              };
              const write = (...them) => {
                if (lines.length < 100) lines.push(them.map(shown).join(' ').slice(0, 500));
              };
              globalThis.console = { log: write, info: write, warn: write, error: write, debug: write };
              Object.defineProperty(globalThis, '__lines', { value: () => __stringify(lines) });
            })(); 0""";

    private final List<String> lines = new ArrayList<>();

    /** Runs with this console. An engine that was stopped in the middle of a step has nothing to tell any more. */
    <T> T hears(Engine engine, Supplier<T> run) {
        engine.evaluate(CAPTURE);
        try {
            T result = run.get();
            collect(engine);
            return result;
        } catch (Stopped e) {
            collect(engine);
            throw e;
        }
    }

    private void collect(Engine engine) {
        try {
            JsonNode written = Json.parse(engine.text(engine.evaluate("__lines()"), MOST_BYTES));
            for (JsonNode line : written) {
                if (line.isString() && lines.size() < MOST_LINES) {
                    String text = Texts.whole(line.stringValue());
                    lines.add(text.substring(0, Math.min(text.length(), MOST_SIGNS)));
                }
            }
        } catch (Stopped | WasmEngineException | MalformedJson e) {
            lines.add("(what was written here is lost: " + e.getMessage() + ")");
        }
    }

    /** With a hint where the script set a variable of its own instead of the result. */
    List<String> lines(Script script, Outcome outcome) {
        if (outcome instanceof Outcome.Posted posted
                && posted.messages().getFirst() instanceof Message.Unsaid
                && OWN_RESULT.matcher(script.source()).find()) {
            lines.add("hint: a result declared with var, let or const is not seen; write result = … alone");
        }
        return lines;
    }
}
