package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.stack.plan.Extra;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** {@code stack.extra.nginx}: what is added to our servers, and beside them. */
final class NginxExtra {
    private static final Pattern LOCATION =
            Pattern.compile("(?m)^\\s*location\\s+(?:(=|~\\*?|\\^~)\\s+)?(\\S+)\\s*\\{");
    private static final Pattern DIRECTIVE = Pattern.compile("(?m)^([a-z_0-9]+)\\s[^{;]*;");
    private static final Set<String> REPEATED = Set.of("add_header", "include", "listen", "set", "rewrite", "if");

    private NginxExtra() {}

    /**
     * For the server of that name.
     *
     * @param ours what stands in it already, without indentation of its own level
     * @throws StackTrouble with the key, if a location or directive of it is one of ours
     */
    static String inside(Plan plan, String name, String ours) {
        String more = text(plan, name);
        List<String> keys = List.of("stack", "extra", "nginx", name);
        Set<String> taken = new TreeSet<>(locations(ours));
        taken.addAll(directives(ours));
        Set<String> wanted = new TreeSet<>(locations(more));
        wanted.addAll(directives(more));
        wanted.retainAll(taken);
        if (!wanted.isEmpty()) {
            throw StackTrouble.ofKey(
                    keys,
                    "Lotus writes this itself: " + String.join(", ", wanted),
                    "Take it out there, or say it with the keys of stack: that stand for it.");
        }
        return more;
    }

    /**
     * What stands beside our servers.
     *
     * @param names of all our servers
     * @throws StackTrouble with the key, if something is to be added to a server that is none of ours
     */
    static String beside(Plan plan, List<String> names) {
        Optional<String> stranger = plan.extra().nginx().keySet().stream()
                .filter(key -> !key.equals(Extra.ANYWHERE) && !names.contains(key))
                .sorted()
                .findFirst();
        if (stranger.isPresent()) {
            throw StackTrouble.ofKey(
                    List.of("stack", "extra", "nginx", stranger.get()),
                    "Lotus writes no server of this name",
                    "Known: " + String.join(", ", names) + "; what stands beside them belongs under " + Extra.ANYWHERE
                            + ".");
        }
        return text(plan, Extra.ANYWHERE);
    }

    private static String text(Plan plan, String key) {
        return Optional.ofNullable(plan.extra().nginx().get(key))
                .map(text -> text.strip() + "\n")
                .orElse("");
    }

    /** The kind of a location and its path: of the same two there may be one only. */
    private static Set<String> locations(String text) {
        return LOCATION.matcher(text)
                .results()
                .map(found -> "location " + kind(found.group(1)) + found.group(2))
                .collect(Collectors.toSet());
    }

    private static String kind(@Nullable String modifier) {
        return modifier == null || modifier.equals("^~") ? "" : modifier + " ";
    }

    private static Set<String> directives(String text) {
        Matcher found = DIRECTIVE.matcher(text);
        return found.results()
                .map(directive -> directive.group(1))
                .filter(word -> !REPEATED.contains(word))
                .collect(Collectors.toSet());
    }
}
