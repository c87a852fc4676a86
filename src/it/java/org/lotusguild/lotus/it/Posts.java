package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Posts as other programs send them, and the samples of what they send. */
final class Posts {
    private static final Path FILES = Path.of("src/test/resources/webhooks");

    private final HttpClient http = HttpClient.newHttpClient();

    /** A payload of the corpus: {@code sonarr/Grab}. */
    record Sample(String name) {
        String payload() {
            return read(FILES.resolve("payloads/" + name + ".json"));
        }

        /** What is kept of it: {@code txt}, {@code html} or {@code facts}. */
        String golden(String kind) {
            return read(FILES.resolve("golden/" + name + "." + kind));
        }
    }

    static List<Sample> samples() {
        Path payloads = FILES.resolve("payloads");
        try (Stream<Path> files = Files.walk(payloads)) {
            return files.map(file -> payloads.relativize(file).toString())
                    .filter(file -> file.endsWith(".json"))
                    .sorted()
                    .map(file -> new Sample(file.replaceFirst("\\.json$", "")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers the status. */
    int post(URI hook, String payload, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hook).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(payload));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
