package org.lotusguild.lotus.stack.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A path that Synapse's workers answer.
 *
 * @param method a regular expression
 * @param path a regular expression that begins with ^
 */
record SynapseRoute(String group, String method, String path) {
    private static final String ANY = "[A-Z]+";

    SynapseRoute {
        if (!path.startsWith("^/") || path.contains("\"")) {
            throw new IllegalArgumentException("not a path: " + path);
        }
    }

    /** In the order in which they count. */
    static List<SynapseRoute> all() {
        try (InputStream in = SynapseRoute.class.getResourceAsStream("/stack/render/synapse-routes.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(SynapseRoute::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SynapseRoute parse(String line) {
        String[] parts = line.split(" +");
        return new SynapseRoute(parts[0], parts[1].equals("*") ? ANY : parts[1], parts[2]);
    }
}
