package org.lotusguild.lotus.stack.programs;

import java.time.Duration;
import java.util.List;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;

/**
 * A run that is to be made.
 *
 * @param file as findings show it
 * @param shown the command for people, without scratch paths
 * @param limit after which it is ended
 */
record Wanted(Judge judge, String file, List<String> command, String shown, Duration limit) {
    private static final Duration USUAL = Duration.ofSeconds(20);

    Wanted {
        command = List.copyOf(command);
    }

    static Wanted of(Judge judge, String file, List<String> command, String shown) {
        return new Wanted(judge, file, command, shown, USUAL);
    }

    Wanted within(Duration time) {
        return new Wanted(judge, file, command, shown, time);
    }
}
