package org.lotusguild.lotus.base.args;

import java.time.Duration;
import java.util.List;

/** What a parameter takes. */
public sealed interface Kind {

    /** A whole number of 64 bits, bounds included. */
    record Whole(long min, long max) implements Kind {}

    /** One word, or several in quotes. */
    record Word() implements Kind {}

    /** One of these, exact or by a beginning that fits only one. */
    record Choice(List<String> of) implements Kind {
        public Choice {
            of = List.copyOf(of);
        }
    }

    /** {@code 90s}, {@code 10m}, {@code 2h}, {@code 1h30m}; bounds included. */
    record Span(Duration min, Duration max) implements Kind {}

    /**
     * The rest of the line as it stands, trimmed; only as the last parameter.
     *
     * @param prose words of a person, shown with dots in the usage line; else an expression with blanks in it
     */
    record Rest(int max, boolean prose) implements Kind {}
}
