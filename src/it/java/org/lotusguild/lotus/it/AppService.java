package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** What an application service asks of its homeserver. */
record AppService(String base, String token) {
    private static final Pattern TOKEN = Pattern.compile("(?m)^as_token: \"?([^\"\\s]+)");

    /** The one that a home's Lotus is. */
    static AppService of(Home home, Homeserver server) throws IOException {
        Matcher token = TOKEN.matcher(Files.readString(home.directory().resolve("registration.yaml")));
        assertThat(token.find()).isTrue();
        return new AppService(server.base(), token.group(1));
    }

    JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/_matrix/client" + path))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Json.parse(answer.body());
        }
    }
}
