package org.lotusguild.lotus.webhooks.intake;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code Content-Type}.
 *
 * @param name in lower case, without parameters; empty if there is none
 * @param parameters by lower-case name
 */
record MediaType(String name, Map<String, String> parameters) {
    static MediaType of(String header) {
        String[] parts = header.split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(parts[i].substring(equals + 1).strip()));
            }
        }
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), parameters);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replace("\\", "") : value;
    }

    boolean isForm() {
        return name.equals("application/x-www-form-urlencoded");
    }

    boolean isMultipart() {
        return name.equals("multipart/form-data");
    }

    boolean isXml() {
        return name.endsWith("/xml") || name.endsWith("+xml");
    }

    boolean isJson() {
        return name.equals("application/json") || name.endsWith("+json");
    }

    boolean isText() {
        return name.startsWith("text/");
    }

    boolean saysNothing() {
        return name.isEmpty() || name.equals("application/octet-stream");
    }

    Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    /** UTF-8 where none is named, or one that nobody knows. */
    Charset charset() {
        try {
            return parameter("charset").map(Charset::forName).orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
