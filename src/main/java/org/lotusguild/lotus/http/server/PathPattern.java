package org.lotusguild.lotus.http.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path with places. It is cut before it is decoded, so that an encoded slash stays within its segment. */
record PathPattern(String text, List<String> segments) {

    static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + text);
        }
        return new PathPattern(text, cut(text));
    }

    /** @throws Refusal if the encoding is broken */
    static List<String> segments(String path) {
        return cut(path).stream().map(segment -> decode(segment, false)).toList();
    }

    static String decode(String text, boolean plusIsSpace) {
        try {
            return URLDecoder.decode(plusIsSpace ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.bad("the address has a broken percent sign");
        }
    }

    private static List<String> cut(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> params = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String wanted = segments.get(i);
            if (isPlace(wanted)) {
                params.put(wanted.substring(1, wanted.length() - 1), path.get(i));
            } else if (!wanted.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(params);
    }

    boolean sameAs(PathPattern other) {
        return shape().equals(other.shape());
    }

    private List<String> shape() {
        return segments.stream()
                .map(segment -> isPlace(segment) ? "{}" : segment)
                .toList();
    }

    private static boolean isPlace(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
