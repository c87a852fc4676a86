package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/**
 * What is there, and what the audit says about it.
 *
 * @param origins the files that the facts come from, with their lines
 */
public record Installation(Facts facts, Report report, List<Origin> origins) {
    public Installation {
        origins = List.copyOf(origins);
    }

    /** The lines of a file; none if it is unknown. */
    List<String> lines(String file) {
        return origins.stream()
                .filter(origin -> origin.file().equals(file))
                .findFirst()
                .map(Origin::lines)
                .orElse(List.of());
    }

    /** @throws StackTrouble if none of Synapse's files is there */
    SynapseConfig synapse() {
        return facts.synapse()
                .orElseThrow(() -> new StackTrouble(
                        "there is no homeserver.yaml", "Name a folder that has it, with the folder conf.d beside it."));
    }

    Told told() {
        return facts.told();
    }

    /** Ids of the findings on these lines, with commas; empty if there are none. */
    Optional<String> findings(String file, int first, int last) {
        String ids = report.hits().stream()
                .filter(Hit::failed)
                .filter(hit -> hit.where().file().equals(file))
                .filter(hit -> hit.where().line() >= first && hit.where().line() <= last)
                .map(hit -> hit.check().id().text())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return Optional.of(ids).filter(found -> !found.isEmpty());
    }

    /** Ids of all findings about the file, and about what it lacks. */
    String findings(String file) {
        return findings(file, 0, Integer.MAX_VALUE).orElse("");
    }

    /** What the first of these findings is about, for people. */
    String title(String ids) {
        String first = ids.split(", ", 2)[0];
        return report.hits().stream()
                .filter(hit -> hit.check().id().text().equals(first))
                .map(hit -> hit.check().title())
                .findFirst()
                .orElse("");
    }
}
