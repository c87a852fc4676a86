package org.lotusguild.lotus.script;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the value came that a script is given: the script's {@code request}.
 *
 * @param headers names in lower case, none that proves who sent it
 * @param hook the name of the way it came
 * @param service who seems to have sent it; empty when nobody can tell
 */
public record Request(
        String method,
        String contentType,
        Map<String, String> headers,
        Map<String, String> query,
        String hook,
        String service,
        Instant receivedAt) {

    private static final Pattern SECRET = Pattern.compile(
            "authorization|proxy-authorization|cookie|set-cookie|x-gotify-key|.*(signature|token|secret|password|api-?key).*");

    public Request {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** What is known of a value that came by no request, for example from a file. */
    public static Request none(String hook, String service, Instant at) {
        return new Request("POST", "application/json", Map.of(), Map.of(), hook, service, at);
    }

    /**
     * Headers as a script may see them: names in lower case, without cookies, signatures, tokens and the like.
     *
     * @param proofs further names that prove who sent the request, in any case
     */
    public static Map<String, String> visible(Map<String, String> headers, Collection<String> proofs) {
        Map<String, String> visible = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (proofs.stream().noneMatch(name::equalsIgnoreCase)) {
                visible.put(name.toLowerCase(Locale.ROOT), value);
            }
        });
        visible.keySet().removeIf(name -> SECRET.matcher(name).matches());
        return visible;
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("method", method)
                .put("contentType", contentType)
                .put("hook", hook)
                .put("service", service)
                .put("receivedAt", receivedAt.toString());
        json.set("headers", Json.tree(headers));
        json.set("query", Json.tree(query));
        return json;
    }
}
