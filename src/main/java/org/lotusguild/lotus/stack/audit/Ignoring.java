package org.lotusguild.lotus.stack.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Check;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Finding;

/** Applies the ignore file to what was found, and finds what is wrong with the ignore file. */
final class Ignoring {
    private final List<Ignore> entries;
    private final LocalDate today;
    private final Set<Ignore> used = new HashSet<>();

    Ignoring(List<Ignore> entries, LocalDate today) {
        this.entries = entries;
        this.today = today;
    }

    /** The hits, those that are ignored marked. */
    List<Hit> applied(List<Hit> hits) {
        List<Hit> marked = new ArrayList<>();
        for (Hit hit : hits) {
            List<Ignore> fitting =
                    entries.stream().filter(entry -> entry.fits(hit)).toList();
            used.addAll(fitting);
            marked.add(fitting.stream()
                    .filter(entry -> !entry.expired(today))
                    .findFirst()
                    .map(hit::ignoredBy)
                    .orElse(hit));
        }
        return marked;
    }

    /**
     * After {@link #applied}: entries that name no check, whose day has gone, or that silence nothing.
     *
     * @param ran whether a check ran: an entry for one that did not may be of use another time
     */
    List<Hit> mistakes(Set<CheckId> ran) {
        List<Hit> found = new ArrayList<>();
        for (Ignore entry : entries) {
            boolean known =
                    Catalogue.all().stream().anyMatch(check -> check.id().text().equals(entry.check()));
            if (!known) {
                found.add(hit("IGN-001", entry, "check: " + entry.check(), "an id that lotus audit --list shows"));
            } else if (entry.expired(today)) {
                found.add(
                        hit("IGN-002", entry, "until: " + entry.until(), "mend the finding, or a new day and reason"));
            } else if (!used.contains(entry) && ran.contains(new CheckId(entry.check()))) {
                found.add(hit("IGN-003", entry, entry.check() + " on " + entry.where(), "remove the entry"));
            }
        }
        return found;
    }

    private static Hit hit(String id, Ignore entry, String saw, String want) {
        Check check = Catalogue.find(new CheckId(id)).orElseThrow();
        return Hit.of(check, Finding.failed(entry.at(), saw, want));
    }
}
