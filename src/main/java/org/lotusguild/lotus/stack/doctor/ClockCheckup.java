package org.lotusguild.lotus.stack.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether two clocks agree: certificates, tokens and the order of messages hang on it.
 *
 * @param other whose clock it is
 * @param ahead by how much that one is ahead of ours, to the second; empty if it did not say
 */
public record ClockCheckup(String other, Optional<Duration> ahead) implements Checkup {
    /** A second of it is that the answer tells whole seconds only. */
    private static final Duration MOST = Duration.ofSeconds(3);

    @Override
    public List<Line> lines() {
        if (ahead.isEmpty()) {
            return List.of(Line.note("clock", "the " + other + " did not tell its time", "Does it run? lotus status"));
        }
        Duration off = ahead.get();
        String text = "the " + other + " is " + off.abs().toSeconds() + " s " + (off.isNegative() ? "behind" : "ahead");
        return List.of(
                off.abs().compareTo(MOST) > 0
                        ? Line.bad("clock", text, "Switch time synchronisation on, on both machines: timedatectl")
                        : Line.well("clock", "agrees with that of the " + other));
    }
}
