package org.lotusguild.lotus.stack.apply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.diff.UnifiedDiff;

/** What differs between a rendered host and the host itself. */
public final class Differences {
    private final HostTree tree;
    private final Applied applied;

    public Differences(HostTree tree, Applied applied) {
        this.tree = tree;
        this.applied = applied;
    }

    public List<Difference> of(List<Wanted> files) {
        List<Difference> differences = new ArrayList<>();
        for (Wanted file : files) {
            Optional<String> present = tree.text(file.path());
            boolean same = present.isPresent() && present.get().equals(file.text());
            if (!same || !tree.dressed(file.entry())) {
                differences.add(of(file, present, same));
            }
        }
        return differences;
    }

    private Difference of(Wanted file, Optional<String> present, boolean same) {
        boolean byHand = !same && present.isPresent() && !applied.ours(file.path(), present.get());
        List<String> lines = UnifiedDiff.of(
                present.orElse(""),
                file.text(),
                present.isEmpty() ? "/dev/null" : file.path(),
                file.path() + " (rendered)");
        List<String> shown = Mask.diff(lines, open(file));
        if (byHand) {
            shown.add("# by hand since the last apply: " + byHand(file, present.orElseThrow()));
        }
        return new Difference(file, present, byHand, shown);
    }

    /**
     * What may be shown: all but what somebody else wrote into a file that holds no secret when Lotus writes it. Theirs may hold some,
     * as an own {@code homeserver.yaml} does.
     */
    private Predicate<String> open(Wanted file) {
        if (file.entry().secret()) {
            return line -> false;
        }
        Set<String> ours = lines(applied.text(file.path()).orElse(""));
        ours.addAll(lines(file.text()));
        return line -> line.charAt(0) != '-' || ours.contains(line.substring(1));
    }

    private static Set<String> lines(String text) {
        return text.lines().collect(Collectors.toCollection(HashSet::new));
    }

    /** Whose line is whose: the numbers of those that the last apply did not write. */
    private String byHand(Wanted file, String present) {
        Set<String> ours = lines(applied.text(file.path()).orElse(""));
        List<String> lines = present.lines().toList();
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!ours.contains(lines.get(i))) {
                numbers.add(Integer.toString(i + 1));
            }
        }
        return numbers.isEmpty() ? "lines taken away or moved" : "line " + String.join(", ", numbers);
    }
}
