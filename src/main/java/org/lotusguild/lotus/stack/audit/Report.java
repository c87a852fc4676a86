package org.lotusguild.lotus.stack.audit;

import java.time.Instant;
import java.util.List;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Severity;

/**
 * What an audit found.
 *
 * @param hits all findings, worst first, ignored ones too
 * @param passed checks that ran and found nothing
 * @param notApplicable checks of a newer release than the one that runs; they count as passed
 * @param files how many files were read
 * @param unrecognised how many files were nobody's
 */
public record Report(
        Instant when,
        List<Hit> hits,
        List<CheckId> passed,
        List<CheckId> notApplicable,
        List<Skipped> skipped,
        int files,
        int unrecognised) {
    public Report {
        hits = hits.stream().sorted(Hit.ORDER).toList();
        passed = List.copyOf(passed);
        notApplicable = List.copyOf(notApplicable);
        skipped = List.copyOf(skipped);
    }

    /** A check that lacked what it looks at. */
    public record Skipped(CheckId id, String because) {}

    /** Checks whose worst finding is of this severity. */
    public long failed(Severity severity) {
        return failedIds().stream().filter(id -> worst(id) == severity).count();
    }

    /** Checks that failed. */
    public List<CheckId> failedIds() {
        return hits.stream()
                .filter(Hit::counts)
                .map(hit -> hit.check().id())
                .distinct()
                .toList();
    }

    private Severity worst(CheckId id) {
        return hits.stream()
                .filter(Hit::counts)
                .filter(hit -> hit.check().id().equals(id))
                .map(Hit::severity)
                .min(Severity::compareTo)
                .orElse(Severity.INFO);
    }

    /** Checks that could not tell and found nothing else. */
    public long unknown() {
        return hits.stream()
                .filter(hit -> !hit.failed())
                .map(hit -> hit.check().id())
                .distinct()
                .filter(id -> !failedIds().contains(id))
                .count();
    }

    /** Checks all of whose findings are ignored. */
    public long ignored() {
        return hits.stream()
                .filter(hit -> hit.ignored().isPresent())
                .map(hit -> hit.check().id())
                .distinct()
                .filter(id -> !failedIds().contains(id))
                .count();
    }

    public long checks() {
        return failedIds().size() + passed.size() + notApplicable.size() + skipped.size() + unknown() + ignored();
    }

    /** Whether something as bad as this, or worse, was found. */
    public boolean holds(Severity severity) {
        return hits.stream().anyMatch(hit -> hit.counts() && hit.severity().atLeast(severity));
    }
}
