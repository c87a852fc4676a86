package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Reads;

/**
 * What may be wrong with the ignore file. Only a run knows what it ignored, so the run finds these itself and the rules here
 * find nothing.
 */
final class IgnoreFile {
    static final List<Check> CHECKS = List.of(
            ofTheRun(Check.of("IGN-001", MEDIUM, "The ignore file names a check that is not there")
                    .passes("every entry names a check")
                    .because("nothing is ignored by it, and nobody notices")),
            ofTheRun(Check.of("IGN-002", MEDIUM, "An entry of the ignore file has expired")
                    .passes("every entry's day lies ahead")
                    .because("the finding is back")),
            ofTheRun(Check.of("IGN-003", LOW, "An entry of the ignore file silences nothing")
                    .passes("every entry fits a finding")
                    .because("it would silence the next one of its kind, which nobody has looked at")));

    private IgnoreFile() {}

    private static Check ofTheRun(Check.Draft draft) {
        return draft.reads(Reads.FILES).source("audit-ignore.yaml").run(facts -> Stream.of());
    }
}
