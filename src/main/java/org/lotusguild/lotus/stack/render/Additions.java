package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** Puts what {@code stack.extra} says beside what Lotus writes, never over it. */
final class Additions {
    private static final String REMEDY = "Take it out there, or say it with the keys of stack: that stand for it.";
    private static final Pattern WORD = Pattern.compile("[= ]");

    private Additions() {}

    /**
     * Both together, key by key at any depth.
     *
     * @param program the key under {@code stack.extra}
     * @param open lists to which items are added, by their keys with dots
     * @throws StackTrouble with the key, if both say something for it
     */
    static Map<String, Object> into(Map<String, ?> ours, Map<String, ?> theirs, String program, Set<String> open) {
        return merged(ours, theirs, List.of("stack", "extra", program), "", open);
    }

    private static Map<String, Object> merged(
            Map<?, ?> ours, Map<?, ?> theirs, List<String> keys, String path, Set<String> open) {
        Map<String, Object> all = new HashMap<>();
        ours.forEach((key, value) -> all.put(key.toString(), value));
        theirs.forEach((name, value) -> {
            String key = name.toString();
            String at = path.isEmpty() ? key : path + "." + key;
            List<String> deeper = longer(keys, key);
            Object own = all.get(key);
            if (own == null) {
                all.put(key, value);
            } else if (own instanceof Map<?, ?> block && value instanceof Map<?, ?> more) {
                all.put(key, merged(block, more, deeper, at, open));
            } else if (open.contains(at) && own instanceof Collection<?> items && value instanceof Collection<?> more) {
                all.put(key, together(items, more));
            } else {
                throw clash(deeper);
            }
        });
        return all;
    }

    private static List<Object> together(Collection<?> items, Collection<?> more) {
        List<Object> all = new ArrayList<>(items);
        more.stream().filter(item -> !all.contains(item)).forEach(all::add);
        return all;
    }

    /**
     * Lines that are no setting of ours.
     *
     * @param ours lines {@code key=value} and bare words
     * @param repeated keys of which there may be many
     * @throws StackTrouble with the place in the list, if the key of a line is one of ours
     */
    static List<String> lines(Collection<String> ours, List<String> theirs, String program, Set<String> repeated) {
        List<String> keys = ours.stream().map(Additions::key).toList();
        for (int i = 0; i < theirs.size(); i++) {
            String key = key(theirs.get(i));
            if (keys.contains(key) && !repeated.contains(key)) {
                throw clash(List.of("stack", "extra", program, Integer.toString(i)));
            }
        }
        return theirs;
    }

    /** Settings that are none of ours, a line each. */
    static List<String> pairs(Collection<String> ours, Map<String, String> theirs, String program, String quote) {
        List<String> keys = ours.stream().map(Additions::key).toList();
        return theirs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pair -> {
                    if (keys.contains(pair.getKey())) {
                        throw clash(List.of("stack", "extra", program, pair.getKey()));
                    }
                    String value = quote.isEmpty()
                            ? pair.getValue()
                            : pair.getValue().replace("\\", "\\\\").replace(quote, quote + quote);
                    return pair.getKey() + " = " + quote + value + quote;
                })
                .toList();
    }

    private static String key(String line) {
        return WORD.split(line.strip(), 2)[0];
    }

    static StackTrouble clash(List<String> keys) {
        return StackTrouble.ofKey(keys, "Lotus writes this setting itself", REMEDY);
    }

    private static List<String> longer(List<String> keys, String key) {
        List<String> longer = new ArrayList<>(keys);
        longer.add(key);
        return List.copyOf(longer);
    }
}
