package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.plan.Extra;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.read.Malformed;
import org.lotusguild.lotus.stack.read.NginxText;

/**
 * {@code stack.extra.nginx}: what is added to our servers, and beside them. It is read as nginx reads it: whole directives only, so
 * that it cannot end a block of ours or begin one that ours would end.
 */
final class NginxExtra {
    /** The kind of a location may stand right before its path. */
    private static final Pattern LOCATION = Pattern.compile("(?s)(=|~\\*?|\\^~)?\\s*(.*)");

    private static final Set<String> REPEATED = Set.of("add_header", "include", "listen", "set", "rewrite", "if");

    private NginxExtra() {}

    /**
     * For the server of that name.
     *
     * @param ours what stands in it already
     * @throws StackTrouble with the key, if a location or directive of it is one of ours, or it is no whole directives
     */
    static String inside(Plan plan, String name, String ours) {
        String more = text(plan, name);
        Set<String> wanted = names(whole(name, more));
        wanted.retainAll(names(NginxText.read(name, ours)));
        if (!wanted.isEmpty()) {
            throw StackTrouble.ofKey(
                    keys(name),
                    "Lotus writes this itself: " + String.join(", ", wanted),
                    "Take it out there, or say it with the keys of stack: that stand for it.");
        }
        return more;
    }

    /**
     * What stands beside our servers.
     *
     * @param names of all our servers
     * @throws StackTrouble with the key, if something is to be added to a server that is none of ours, or is no whole directives
     */
    static String beside(Plan plan, List<String> names) {
        Optional<String> stranger = plan.extra().nginx().keySet().stream()
                .filter(key -> !key.equals(Extra.ANYWHERE) && !names.contains(key))
                .sorted()
                .findFirst();
        if (stranger.isPresent()) {
            throw StackTrouble.ofKey(
                    keys(stranger.get()),
                    "Lotus writes no server of this name",
                    "Known: " + String.join(", ", names) + "; what stands beside them belongs under " + Extra.ANYWHERE
                            + ".");
        }
        String more = text(plan, Extra.ANYWHERE);
        whole(Extra.ANYWHERE, more);
        return more;
    }

    private static List<String> keys(String name) {
        return List.of("stack", "extra", "nginx", name);
    }

    private static String text(Plan plan, String key) {
        return Optional.ofNullable(plan.extra().nginx().get(key))
                .map(text -> text.strip() + "\n")
                .orElse("");
    }

    private static List<Directive> whole(String key, String text) {
        try {
            return NginxText.alone(key, text);
        } catch (Malformed e) {
            throw StackTrouble.ofKey(
                    keys(key),
                    (e.line() == 0 ? "" : "line " + e.line() + ": ") + e.getMessage(),
                    "Write whole directives, each block with its own braces: it stands in the middle of what Lotus writes.");
        }
    }

    private static Set<String> names(List<Directive> directives) {
        return directives.stream()
                .filter(directive -> !REPEATED.contains(directive.name()))
                .map(NginxExtra::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of the same two there may be one only. */
    private static String name(Directive directive) {
        if (!directive.name().equals("location")) {
            return directive.name();
        }
        Matcher place = LOCATION.matcher(String.join(" ", directive.args()));
        return place.matches() ? "location " + kind(place.group(1)) + place.group(2) : "location";
    }

    private static String kind(@Nullable String modifier) {
        return modifier == null || modifier.equals("^~") ? "" : modifier + " ";
    }
}
