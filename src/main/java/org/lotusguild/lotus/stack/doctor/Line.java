package org.lotusguild.lotus.stack.doctor;

import java.util.Optional;

/**
 * Something that was looked at.
 *
 * @param topic a word or two
 * @param text how it is
 * @param next what to do; only where all is not well
 */
public record Line(Level level, String topic, String text, Optional<String> next) {

    /** How it is. */
    public enum Level {
        WELL,
        /** Somebody may act. */
        NOTE,
        /** Somebody must act. */
        BAD
    }

    public static Line well(String topic, String text) {
        return new Line(Level.WELL, topic, text, Optional.empty());
    }

    public static Line note(String topic, String text, String next) {
        return new Line(Level.NOTE, topic, text, Optional.of(next));
    }

    public static Line bad(String topic, String text, String next) {
        return new Line(Level.BAD, topic, text, Optional.of(next));
    }
}
