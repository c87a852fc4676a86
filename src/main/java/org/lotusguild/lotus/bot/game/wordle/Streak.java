package org.lotusguild.lotus.bot.game.wordle;

/**
 * Won days in a row. A lost day breaks it, and so does a missed one.
 *
 * @param length up to {@code lastWon}
 * @param lastWon number of the day; 0 where none was won
 */
public record Streak(long length, long best, long lastWon) {
    public static final Streak NONE = new Streak(0, 0, 0);

    public Streak won(long day) {
        long now = lastWon == day - 1 ? length + 1 : 1;
        return new Streak(now, Math.max(best, now), day);
    }

    public Streak lost() {
        return new Streak(0, best, lastWon);
    }

    /** As it stands on that day: a day that is not over breaks nothing. */
    public long on(long day) {
        return lastWon >= day - 1 ? length : 0;
    }
}
