package org.lotusguild.lotus.stack.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether two clocks agree: certificates, tokens and the order of messages hang on it.
 *
 * @param other whose clock it is
 * @param ahead by how much that one is ahead of ours, to half a second; empty if it did not say
 */
public record ClockCheckup(String other, Optional<Duration> ahead) implements Checkup {
    private static final Duration MOST = Duration.ofSeconds(2);
    private static final Duration HALF = Duration.ofMillis(500);

    /**
     * By how much the other is ahead, as far as an answer tells.
     *
     * @param asked when, by our clock
     * @param answered when, by our clock
     * @param said the whole second of the other's clock in which it answered: on the average half of it was over
     */
    public static Duration ahead(Instant asked, Instant answered, Instant said) {
        Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
        return Duration.between(ours, said.plus(HALF));
    }

    @Override
    public List<Line> lines() {
        if (ahead.isEmpty()) {
            return List.of(Line.note("clock", "the " + other + " did not tell its time", "Does it run? lotus status"));
        }
        Duration off = ahead.get();
        String text = "the " + other + " is " + off.abs().plus(HALF).toSeconds() + " s "
                + (off.isNegative() ? "behind" : "ahead");
        return List.of(
                off.abs().compareTo(MOST) > 0
                        ? Line.bad("clock", text, "Switch time synchronisation on, on both machines: timedatectl")
                        : Line.well("clock", "agrees with that of the " + other));
    }
}
