package org.lotusguild.lotus.bot.ask;

import java.time.Duration;
import java.time.Instant;

/** When a growing text is shown again: not too often, not for too little, and more seldom where sending is slow. */
final class Pacing {
    private static final Duration FIRST = Duration.ofMillis(1_500);
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Duration SELDOM = Duration.ofSeconds(32);
    private static final int CHARACTERS = 80;

    private Instant notBefore;
    private Duration between = BETWEEN;
    private boolean begun;
    private int shown;

    Pacing(Instant start) {
        this.notBefore = start.plus(FIRST);
    }

    boolean due(int characters, Instant now) {
        return !now.isBefore(notBefore) && characters - shown >= (begun ? CHARACTERS : 1);
    }

    /** How long nothing can be due. */
    Duration quiet(Instant now) {
        Duration left = Duration.between(now, notBefore);
        return left.isNegative() ? Duration.ZERO : left;
    }

    void shown(int characters, Instant now) {
        shown = characters;
        begun = true;
        notBefore = now.plus(between);
    }

    /** The last text is still on its way: the homeserver takes no more than it did (429), or is slow. */
    void blocked(Instant now) {
        if (begun) {
            between = between.multipliedBy(2);
            between = between.compareTo(SELDOM) > 0 ? SELDOM : between;
        }
        notBefore = now.plus(between);
    }
}
