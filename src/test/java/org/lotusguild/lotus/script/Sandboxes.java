package org.lotusguild.lotus.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** Sandboxes and samples for tests. */
final class Sandboxes {
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final Path SAMPLES = Path.of("src/test/resources/script");
    static final Request REQUEST = new Request(
            "POST", "application/json", Map.of("user-agent", "Test/1"), Map.of("a", "b"), "alerts", "grafana", NOW);

    private Sandboxes() {}

    static Sandbox standard() {
        return of(ScriptConfig.standard());
    }

    static Sandbox of(ScriptConfig config) {
        return new Sandbox(config, InstantSource.fixed(NOW), new Random(1));
    }

    /** What a script's text gives on an empty object. */
    static Outcome outcome(Sandbox sandbox, String source) {
        return outcome(sandbox, source, "{}");
    }

    static Outcome outcome(Sandbox sandbox, String source, String data) {
        return sandbox.run(new Script(source), Json.parse(data), REQUEST).outcome();
    }

    static Script transform(String name) {
        return new Script(read("transforms/" + name + ".js"));
    }

    static JsonNode input(String name) {
        return Json.parse(read("inputs/" + name + ".json"));
    }

    static String expected(String name) {
        return read("expected/" + name + ".json");
    }

    static Stream<Path> hostile() {
        try (Stream<Path> files = Files.list(SAMPLES.resolve("hostile"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(SAMPLES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
