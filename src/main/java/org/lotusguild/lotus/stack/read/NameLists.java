package org.lotusguild.lotus.stack.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.KeyLists.KeyList;

/** The lists of names that the program brings along; see {@link KeyLists}. */
public final class NameLists {
    private static final List<String> ALL =
            List.of("synapse", "synapse-nested", "synapse-caches", "synapse-tables", "coturn", "livekit");
    private static final List<String> LOGS = List.of(
            "synapse-login-failures", "synapse-login-failures-before-1.150", "synapse-login-decoys", "nginx-access");
    private static final String RELEASE = "# release: ";
    private static final String CLASS = "## ";

    private NameLists() {}

    public static KeyLists read() {
        Map<String, KeyList> lists = new LinkedHashMap<>();
        ALL.forEach(name -> lists.put(name, parse(text("/stack/names/" + name + ".txt"))));
        Map<String, List<String>> logs = new LinkedHashMap<>();
        LOGS.forEach(name ->
                logs.put(name, text("/stack/logs/" + name + ".txt").lines().toList()));
        return new KeyLists(lists, logs);
    }

    private static String text(String resource) {
        try (InputStream in = NameLists.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeyList parse(String text) {
        String release = "";
        String heading = "";
        Map<String, Set<String>> classes = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(RELEASE)) {
                release = line.substring(RELEASE.length()).strip();
            } else if (line.startsWith(CLASS)) {
                heading = line.substring(CLASS.length()).strip();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                classes.computeIfAbsent(heading, any -> new HashSet<>()).add(line.strip());
            }
        }
        return new KeyList(release, classes);
    }
}
