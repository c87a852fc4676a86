package org.lotusguild.lotus.stack.fix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Edit;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.fix.FixedFile.Fix;

/**
 * Findings → changes that mend them. One change at a time is made on the texts, the whole is audited again, and the change is
 * kept only if its finding is gone, no other came, and every file is still understood: two changes may meet on one line, and what
 * mends one rule may break another.
 */
public final class Fixer {
    private final Function<List<Origin>, Audited> audit;
    private final Predicate<Hit> wanted;
    private final Predicate<String> secret;
    private final Map<String, List<Fix>> kept = new LinkedHashMap<>();
    private final Set<Attempt> refused = new HashSet<>();

    private Fixer(Function<List<Origin>, Audited> audit, Predicate<Hit> wanted, Predicate<String> secret) {
        this.audit = audit;
        this.wanted = wanted;
        this.secret = secret;
    }

    /** What was tried in vain, told so that it stays the same when lines move. */
    private record Attempt(CheckId check, String file, List<String> before, List<String> after) {}

    /** How often a check finds something in a file. */
    private record Count(CheckId check, String file) {}

    /**
     * @param origins that were audited
     * @param audit reads texts and runs all checks over them
     * @param wanted which findings are to be mended
     * @param secret whether a line may not be shown; no change touches one
     * @return by file name; files without a change are left out
     */
    public static List<FixedFile> fixes(
            List<Origin> origins,
            Function<List<Origin>, Audited> audit,
            Predicate<Hit> wanted,
            Predicate<String> secret) {
        return new Fixer(audit, wanted, secret).fixed(origins);
    }

    private List<FixedFile> fixed(List<Origin> origins) {
        Audited first = audit.apply(origins);
        List<Origin> texts = origins;
        Audited now = first;
        Optional<Hit> next;
        while ((next = next(now, texts)).isPresent()) {
            Hit hit = next.get();
            List<Origin> changed = changed(texts, edit(hit).orElseThrow());
            Audited then = audit.apply(changed);
            if (mends(hit, now, then)) {
                keep(hit);
                texts = changed;
                now = then;
            } else {
                refused.add(attempt(hit, texts));
            }
        }
        return files(first.facts());
    }

    /** Lower lines first, so that numbers above stay what people saw. */
    private Optional<Hit> next(Audited now, List<Origin> texts) {
        return now.report().hits().stream()
                .filter(hit -> hit.counts() && wanted.test(hit))
                .filter(hit -> edit(hit)
                        .filter(edit -> origin(texts, edit.file()).isPresent())
                        .isPresent())
                .filter(hit -> shows(hit, texts) && !refused.contains(attempt(hit, texts)))
                .min(Comparator.comparing((Hit hit) -> edit(hit).orElseThrow().file())
                        .thenComparing(hit -> -edit(hit).orElseThrow().first()));
    }

    private static Optional<Edit> edit(Hit hit) {
        return hit.finding() instanceof Finding.Failed failed ? failed.edit() : Optional.empty();
    }

    private static Optional<Origin> origin(List<Origin> texts, String file) {
        return texts.stream().filter(origin -> origin.file().equals(file)).findFirst();
    }

    private boolean shows(Hit hit, List<Origin> texts) {
        Attempt attempt = attempt(hit, texts);
        return Stream.concat(attempt.before().stream(), attempt.after().stream())
                .noneMatch(secret);
    }

    private static Attempt attempt(Hit hit, List<Origin> texts) {
        Edit edit = edit(hit).orElseThrow();
        List<String> lines = origin(texts, edit.file()).orElseThrow().lines();
        int last = Math.min(edit.last(), lines.size());
        List<String> before = edit.first() > last ? List.of() : lines.subList(edit.first() - 1, last);
        return new Attempt(hit.check().id(), edit.file(), List.copyOf(before), edit.lines());
    }

    private static List<Origin> changed(List<Origin> texts, Edit edit) {
        return texts.stream()
                .map(origin -> origin.file().equals(edit.file()) ? changed(origin, edit) : origin)
                .toList();
    }

    private static Origin changed(Origin origin, Edit edit) {
        List<String> lines = new ArrayList<>(origin.lines());
        lines.subList(edit.first() - 1, edit.last()).clear();
        lines.addAll(edit.first() - 1, edit.lines());
        return new Origin(origin.file(), origin.path(), lines, origin.access(), origin.inGit());
    }

    private static boolean mends(Hit hit, Audited before, Audited after) {
        if (!understood(before.facts()).equals(understood(after.facts()))) {
            return false;
        }
        Map<Count, Long> earlier = counts(before);
        Map<Count, Long> later = counts(after);
        Count own = new Count(hit.check().id(), hit.where().file());
        boolean none = later.entrySet().stream()
                .allMatch(entry -> entry.getValue() <= earlier.getOrDefault(entry.getKey(), 0L));
        return none && later.getOrDefault(own, 0L) < earlier.getOrDefault(own, 0L);
    }

    private static Map<Count, Long> counts(Audited audited) {
        return audited.report().hits().stream()
                .collect(Collectors.groupingBy(
                        hit -> new Count(hit.check().id(), hit.where().file()), Collectors.counting()));
    }

    /** A change that leaves a file which nobody knows any more silences every check about it. */
    private static Map<String, String> understood(Facts facts) {
        Map<String, String> kinds = new HashMap<>();
        facts.documents()
                .forEach(document ->
                        kinds.merge(document.file(), document.kind().name(), (one, other) -> one + " " + other));
        facts.unread().forEach(unread -> kinds.merge(unread.where().file(), "unread", (one, other) -> one + other));
        return kinds;
    }

    private void keep(Hit hit) {
        Edit edit = edit(hit).orElseThrow();
        kept.computeIfAbsent(edit.file(), file -> new ArrayList<>())
                .add(new Fix(hit.check().id(), edit));
    }

    private List<FixedFile> files(Facts first) {
        Set<String> done = new HashSet<>();
        return first.documents().stream()
                .filter(document -> kept.containsKey(document.file()) && done.add(document.file()))
                .sorted(Comparator.comparing(Document::file))
                .map(document -> new FixedFile(
                        document.origin(), document.kind(), kept.getOrDefault(document.file(), List.of())))
                .toList();
    }
}
