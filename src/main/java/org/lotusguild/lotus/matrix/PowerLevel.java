package org.lotusguild.lotus.matrix;

/** A user's power in a room. */
public sealed interface PowerLevel {

    /** Above every level, for ever (room version 12). */
    record Creator() implements PowerLevel {}

    record Level(long value) implements PowerLevel {}

    default boolean atLeast(long level) {
        return switch (this) {
            case Creator() -> true;
            case Level(long own) -> own >= level;
        };
    }
}
