package org.lotusguild.lotus.webhooks.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.render.NoticeDoc;
import tools.jackson.databind.JsonNode;

/** A payload of the corpus, and what Lotus makes of it without being told whose it is. */
record Sample(String service, String name) {
    static final Path FILES = Path.of("src/test/resources/webhooks");
    static final Instant RECEIVED = Instant.parse("2026-05-02T14:45:00Z");
    static final Context CONTEXT = new Context("ci", RECEIVED, Map.of(), false, false);

    static List<Sample> all() {
        Path payloads = FILES.resolve("payloads");
        try (Stream<Path> files = Files.walk(payloads)) {
            return files.map(file -> payloads.relativize(file).toString())
                    .filter(file -> file.endsWith(".json"))
                    .sorted()
                    .map(file -> file.replaceFirst("\\.json$", "").split("/", 2))
                    .map(parts -> new Sample(parts[0], parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode payload() {
        return Json.parse(read(FILES.resolve("payloads/" + service + "/" + name + ".json")));
    }

    Path golden(String kind) {
        return FILES.resolve("golden/" + service + "/" + name + "." + kind);
    }

    Rendered rendered() {
        return rendered(payload(), Optional.empty());
    }

    static Rendered rendered(JsonNode payload, Optional<Root> root) {
        Service found = Detect.of(payload, Optional.empty(), "").service();
        return Services.formatter(found).of(payload, root, CONTEXT);
    }

    static String body(Notice notice) {
        return MessageContent.notice(NoticeDoc.of(notice)).path("body").asString();
    }

    static String html(Notice notice) {
        return MessageContent.notice(NoticeDoc.of(notice))
                .path("formatted_body")
                .asString();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("missing; see " + FILES.resolve("README.md"), e);
        }
    }

    @Override
    public String toString() {
        return service + "/" + name;
    }
}
