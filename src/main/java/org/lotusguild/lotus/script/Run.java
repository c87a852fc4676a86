package org.lotusguild.lotus.script;

import java.time.Duration;
import java.util.List;

/**
 * A run and what it took.
 *
 * @param cpu the processor time of the script, its compilation included
 * @param console what the script wrote there, in a preview; at most 100 lines of 500 signs
 */
public record Run(Outcome outcome, Duration cpu, List<String> console) {
    public Run {
        console = List.copyOf(console);
    }
}
