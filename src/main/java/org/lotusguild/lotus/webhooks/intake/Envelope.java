package org.lotusguild.lotus.webhooks.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.hook.Auth;

/** How a post was sent, without anything by which somebody could send another one. */
final class Envelope {
    private static final Pattern SECRET = Pattern.compile(
            "auth|cookie|signature|token|secret|passw|api-?_?key|x-gotify-key", Pattern.CASE_INSENSITIVE);

    private Envelope() {}

    static Posted of(Request request, List<Auth> auth) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, values) -> {
            boolean shown = !SECRET.matcher(name).find()
                    && auth.stream()
                            .noneMatch(
                                    way -> way.header().toLowerCase(Locale.ROOT).equals(name));
            if (shown) {
                headers.put(name, String.join(", ", values));
            }
        });
        Map<String, String> query = new HashMap<>();
        request.query().forEach((name, values) -> {
            if (!SECRET.matcher(name).find()) {
                query.put(name, values.getFirst());
            }
        });
        return new Posted(request.method(), request.header("content-type").orElse(""), headers, query);
    }
}
