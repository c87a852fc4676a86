package org.lotusguild.lotus.matrix.api;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;

/**
 * One request of the client-server API before it has a homeserver and a token.
 *
 * @param path from the root, already percent-encoded
 * @param repeatable idempotent by nature or by transaction id: repeated after an unknown outcome
 * @param asDevice whether an application service names the device as well as the user
 */
record Request(
        String method,
        String path,
        List<Map.Entry<String, String>> query,
        Optional<HttpBody> body,
        boolean repeatable,
        boolean asDevice,
        Duration timeout,
        long cap) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long CAP = 32L << 20;

    /** {@code path} under {@code /_matrix/client}, each {@code {}} replaced by the next id, percent-encoded. */
    static Request get(String path, Object... ids) {
        return of("GET", path, true, ids);
    }

    static Request put(String path, Object... ids) {
        return of("PUT", path, true, ids);
    }

    static Request delete(String path, Object... ids) {
        return of("DELETE", path, true, ids);
    }

    /** Not repeated after an unknown outcome, unless {@link #repeatable()} says so. */
    static Request post(String path, Object... ids) {
        return of("POST", path, false, ids);
    }

    private static Request of(String method, String path, boolean repeatable, Object... ids) {
        String filled = path.startsWith("/_matrix/") ? path : "/_matrix/client" + path;
        for (Object id : ids) {
            int hole = filled.indexOf("{}");
            filled = filled.substring(0, hole) + encode(id.toString()) + filled.substring(hole + 2);
        }
        return new Request(method, filled, List.of(), Optional.empty(), repeatable, true, TIMEOUT, CAP);
    }

    Request with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(query);
        more.add(Map.entry(name, value));
        return new Request(method, path, more, body, repeatable, asDevice, timeout, cap);
    }

    Request json(Object tree) {
        return body(HttpBody.json(tree));
    }

    Request body(HttpBody content) {
        return new Request(method, path, query, Optional.of(content), repeatable, asDevice, timeout, cap);
    }

    Request mayRepeat() {
        return new Request(method, path, query, body, true, asDevice, timeout, cap);
    }

    /** For requests that come before the device exists. */
    Request withoutDevice() {
        return new Request(method, path, query, body, repeatable, false, timeout, cap);
    }

    Request timeout(Duration limit) {
        return new Request(method, path, query, body, repeatable, asDevice, limit, cap);
    }

    Request cap(long bytes) {
        return new Request(method, path, query, body, repeatable, asDevice, timeout, bytes);
    }

    HttpCall onto(Credentials who, URI homeserver) {
        List<Map.Entry<String, String>> all = new ArrayList<>(query);
        Map<String, String> headers = new LinkedHashMap<>();
        switch (who) {
            case Credentials.AppserviceUser(var token, var user, var device) -> {
                headers.put("Authorization", "Bearer " + token.value());
                all.add(Map.entry("user_id", user.value()));
                if (asDevice) {
                    all.add(Map.entry("device_id", device.value()));
                }
            }
            case Credentials.DevicelessUser(var token, var user) -> {
                headers.put("Authorization", "Bearer " + token.value());
                all.add(Map.entry("user_id", user.value()));
            }
            case Credentials.Login(var token) -> headers.put("Authorization", "Bearer " + token.value());
            case Credentials.Nobody() -> {}
        }
        String asked = all.stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        String root = homeserver.toString().replaceAll("/+$", "");
        return new HttpCall(
                method, URI.create(root + path + (asked.isEmpty() ? "" : "?" + asked)), headers, body, timeout, cap);
    }

    /** Percent-encodes all but the unreserved signs (RFC 3986): ids hold {@code ! $ @ # : / +}. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
