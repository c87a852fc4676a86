package org.lotusguild.lotus.http.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of an address after the question mark. */
final class Query {
    private Query() {}

    /** @throws Refusal if the encoding is broken */
    static Map<String, List<String>> parse(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = PathPattern.decode(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : PathPattern.decode(pair.substring(equals + 1), true);
                query.computeIfAbsent(name, fresh -> new ArrayList<>()).add(value);
            }
        }
        return query;
    }
}
