package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Optional;

/**
 * What was asked for beyond files: of running servers, of the database, of installed programs, and certificates that are at
 * hand. Empty parts were not asked for. What was asked for and failed is there, with the reason.
 *
 * @param live with {@code --live}
 * @param database with {@code --db}
 * @param programs with {@code --programs}; none if it was not given
 * @param certificates of files that the configuration names and that are readable
 */
public record Answers(
        Optional<LiveAnswers> live,
        Optional<DatabaseAnswers> database,
        List<ProgramRun> programs,
        List<Certificate> certificates) {
    public Answers {
        programs = List.copyOf(programs);
        certificates = List.copyOf(certificates);
    }

    public static Answers none() {
        return new Answers(Optional.empty(), Optional.empty(), List.of(), List.of());
    }
}
