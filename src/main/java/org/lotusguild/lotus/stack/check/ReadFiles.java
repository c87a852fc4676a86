package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import org.lotusguild.lotus.stack.facts.Reads;

/** Files that nobody could read. */
final class ReadFiles {
    static final List<Check> CHECKS = List.of(Check.of("FILE-001", MEDIUM, "A file cannot be read or understood")
            .reads(Reads.FILES)
            .passes("every file of the targets that looks like a configuration could be read")
            .because("what is in it was not checked")
            .source("this program's own readers")
            .run(facts -> facts.unread().stream().map(unread -> Finding.unknown(unread.where(), unread.because()))));

    private ReadFiles() {}
}
