package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.stack.facts.Globs;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Unread;

/** Files of nginx → trees: what one file includes from among the targets is put in its place. */
final class NginxTrees {
    private static final int MAX_INCLUDES = 16;
    private static final int MAX_DIRECTIVES = 500_000;

    private final Map<Origin, List<Directive>> files = new LinkedHashMap<>();
    private final Map<Origin, Unread> strange = new LinkedHashMap<>();
    private final Set<String> included = new HashSet<>();
    private final List<Unread> unread = new ArrayList<>();
    /** Where the includes of a file become too deep, the first of each file from which that is found. */
    private final Map<Origin, Unread> deep = new LinkedHashMap<>();

    private int directives;

    /**
     * A file that cannot be read counts where nginx is sure to read it: others use its words, too.
     *
     * @param origins that are files of nginx, or may be what one of them includes
     */
    NginxTrees(List<Origin> origins) {
        for (Origin origin : origins) {
            try {
                files.put(origin, NginxText.read(origin));
            } catch (Malformed e) {
                Unread broken = new Unread(origin.at(e.line(), ""), "nginx: " + e.getMessage());
                if (Recogniser.surely(origin, Kind.NGINX)) {
                    unread.add(broken);
                } else {
                    strange.put(origin, broken);
                }
            }
        }
    }

    List<Unread> unread() {
        return unread;
    }

    /** How many files are nobody's: they cannot be read, and nothing includes them. */
    int unrecognised() {
        return strange.size();
    }

    List<NginxFile> trees() {
        Map<Origin, List<Directive>> whole = new LinkedHashMap<>();
        files.forEach((origin, level) -> whole.put(origin, resolved(level, origin, List.of(origin.path()))));
        unread.addAll(tooDeep());
        return whole.entrySet().stream()
                .filter(entry -> !included.contains(entry.getKey().path()))
                .map(entry -> new NginxFile(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Of files that no other one includes; of any of them, if a ring of files leaves none of that kind. */
    private List<Unread> tooDeep() {
        List<Unread> outer = deep.entrySet().stream()
                .filter(entry -> !included.contains(entry.getKey().path()))
                .map(Map.Entry::getValue)
                .toList();
        return outer.isEmpty() ? deep.values().stream().limit(1).toList() : outer;
    }

    private List<Directive> resolved(List<Directive> level, Origin root, List<String> chain) {
        List<Directive> out = new ArrayList<>();
        for (Directive directive : level) {
            if (++directives > MAX_DIRECTIVES) {
                throw new Malformed(directive.line(), "includes repeat more than " + MAX_DIRECTIVES + " directives");
            }
            if ("include".equals(directive.name()) && !directive.args().isEmpty()) {
                include(directive, root, chain, out);
            } else if (directive.block().isEmpty()) {
                out.add(directive);
            } else {
                out.add(new Directive(
                        directive.file(),
                        directive.line(),
                        directive.name(),
                        directive.args(),
                        true,
                        resolved(directive.block(), root, chain)));
            }
        }
        return out;
    }

    private void include(Directive directive, Origin root, List<String> chain, List<Directive> out) {
        String pattern = directive.args().getFirst();
        List<Origin> targets = matching(files.keySet(), pattern, root);
        matching(strange.keySet(), pattern, root)
                .forEach(target -> Optional.ofNullable(strange.remove(target)).ifPresent(unread::add));
        if (targets.isEmpty()) {
            out.add(directive);
        }
        for (Origin target : targets) {
            if (chain.contains(target.path())) {
                unread.add(new Unread(directive.where(), "nginx: the file includes itself"));
                continue;
            }
            if (chain.size() >= MAX_INCLUDES) {
                deep.putIfAbsent(root, new Unread(directive.where(), "nginx: includes deeper than " + MAX_INCLUDES));
                continue;
            }
            included.add(target.path());
            List<String> longer = new ArrayList<>(chain);
            longer.add(target.path());
            out.addAll(resolved(files.getOrDefault(target, List.of()), root, longer));
        }
    }

    /**
     * A whole path is looked for at the end of paths, since targets may be a copy; another one in the folder of the tree's
     * root and the one above, as {@code conf.d} lies below the folder that nginx starts from.
     */
    private static List<Origin> matching(Set<Origin> among, String pattern, Origin root) {
        String folder = folder(root.path());
        List<String> places = pattern.startsWith("/")
                ? List.of("**" + pattern)
                : List.of(folder + "/" + pattern, folder(folder) + "/" + pattern);
        return among.stream()
                .filter(origin -> places.stream().anyMatch(place -> Globs.fits(place, origin.path())))
                .toList();
    }

    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
