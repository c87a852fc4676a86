package org.lotusguild.lotus.stack.facts;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that programs know, from the resources {@code /stack/names/*.txt}: {@code synapse} (keys on the top level),
 * {@code synapse-nested}, {@code synapse-caches}, {@code synapse-tables}, {@code coturn}, {@code livekit} …
 *
 * @param logs lines that the programs wrote in a real run, from {@code /stack/logs/*.log}
 */
public record KeyLists(Map<String, KeyList> lists, Map<String, List<String>> logs) {
    public KeyLists {
        lists = Map.copyOf(lists);
        logs = Map.copyOf(logs);
    }

    /** @throws IllegalArgumentException if there is no such log */
    public List<String> log(String name) {
        return Optional.ofNullable(logs.get(name)).orElseThrow(() -> new IllegalArgumentException("no log " + name));
    }

    /**
     * One list.
     *
     * @param release of the program that it was taken from
     * @param classes names by the heading {@code ## class} that they stand under; those above all headings under ""
     */
    public record KeyList(String release, Map<String, Set<String>> classes) {
        public KeyList {
            Map<String, Set<String>> copy = new LinkedHashMap<>();
            classes.forEach((name, keys) -> copy.put(name, Set.copyOf(keys)));
            classes = Map.copyOf(copy);
        }

        public boolean knows(String key) {
            return classes.values().stream().anyMatch(keys -> keys.contains(key));
        }

        /** The names of one class. */
        public Set<String> in(String heading) {
            return classes.getOrDefault(heading, Set.of());
        }

        public List<String> all() {
            return classes.values().stream()
                    .flatMap(Collection::stream)
                    .sorted()
                    .toList();
        }
    }

    /** @throws IllegalArgumentException if there is no such list */
    public KeyList of(String name) {
        return Optional.ofNullable(lists.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no list of names " + name));
    }
}
