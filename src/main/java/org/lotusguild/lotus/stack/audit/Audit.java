package org.lotusguild.lotus.stack.audit;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Check;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** Runs checks over facts. */
public final class Audit {
    /** Whoever has so many of one kind has one cause to mend. */
    private static final int MOST_OF_ONE = 500;

    private static final Set<Reads> ON_REQUEST =
            EnumSet.of(Reads.LIVE, Reads.DATABASE, Reads.PROGRAMS, Reads.CERTIFICATES);

    private final Facts facts;
    private final List<Hit> hits = new ArrayList<>();
    private final List<CheckId> passed = new ArrayList<>();
    private final List<CheckId> notApplicable = new ArrayList<>();
    private final List<Report.Skipped> skipped = new ArrayList<>();
    private final Set<CheckId> ran = new HashSet<>();

    private Audit(Facts facts) {
        this.facts = facts;
    }

    /** @param unrecognised how many files were nobody's, for the report */
    public static Report run(Facts facts, Selection selection, List<Ignore> ignores, int unrecognised) {
        Audit audit = new Audit(facts);
        Catalogue.all().stream().filter(selection::wants).forEach(audit::run);
        Ignoring ignoring = new Ignoring(ignores, LocalDate.ofInstant(facts.now(), ZoneOffset.UTC));
        List<Hit> all = new ArrayList<>(ignoring.applied(audit.hits));
        List<Hit> mistakes = ignoring.mistakes(audit.ran).stream()
                .filter(hit -> selection.wants(hit.check()))
                .toList();
        all.addAll(mistakes);
        mistakes.forEach(hit -> audit.passed.remove(hit.check().id()));
        return new Report(
                facts.now(),
                all,
                audit.passed,
                audit.notApplicable,
                audit.skipped,
                facts.documents().size(),
                unrecognised);
    }

    private void run(Check check) {
        if (check.since()
                .filter(since -> !facts.atLeast(since.program(), since.release()))
                .isPresent()) {
            notApplicable.add(check.id());
            return;
        }
        Optional<String> absent = absent(check);
        if (absent.isPresent()) {
            skipped.add(new Report.Skipped(check.id(), absent.get()));
            return;
        }
        ran.add(check.id());
        List<Hit> found = check.run()
                .apply(facts)
                .distinct()
                .limit(MOST_OF_ONE + 1L)
                .map(finding -> Hit.of(check, finding))
                .collect(Collectors.toCollection(ArrayList::new));
        if (found.size() > MOST_OF_ONE) {
            Where last = found.removeLast().where();
            found.add(Hit.of(
                    check,
                    Finding.unknown(last, "more than " + MOST_OF_ONE + " findings; from here on they are not told")));
        }
        hits.addAll(found);
        if (found.isEmpty()) {
            passed.add(check.id());
        }
    }

    /** Why the check has nothing to look at; empty if it has. */
    private Optional<String> absent(Check check) {
        if (check.originals() && facts.told().copy()) {
            return Optional.of("copy");
        }
        Optional<String> need = check.needs().stream()
                .filter(wanted -> !wanted.there().test(facts))
                .map(Check.Need::absent)
                .findFirst();
        if (need.isPresent()) {
            return need;
        }
        boolean asked = check.reads().stream()
                .anyMatch(read -> ON_REQUEST.contains(read) && facts.asked().contains(read));
        if (asked || there(check)) {
            return Optional.empty();
        }
        return Optional.of(
                check.reads().stream().min(Reads::compareTo).orElseThrow().absent());
    }

    private boolean there(Check check) {
        if (check.reads().contains(Reads.FILES)) {
            return check.on().isEmpty() || facts.of(check.on()).findAny().isPresent();
        }
        return check.reads().contains(Reads.FACTS) && facts.told().given();
    }
}
