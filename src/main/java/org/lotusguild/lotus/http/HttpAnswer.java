package org.lotusguild.lotus.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer, read whole. Header names are lower-case. */
public record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    public boolean ok() {
        return status / 100 == 2;
    }

    @Override
    public String toString() {
        return "status " + status + ", " + body.length + " bytes";
    }
}
