package org.lotusguild.lotus.webhooks.calm;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.lotusguild.lotus.webhooks.notice.Level;

/**
 * Quiet hours: what is not bad enough waits for the morning.
 *
 * @param from when they begin; later than {@code to}: they go over midnight
 * @param below what is less bad than this waits
 */
public record Night(LocalTime from, LocalTime to, ZoneId zone, Level below) {

    public boolean holds(Level level, Instant now) {
        return level.compareTo(below) > 0 && quiet(now.atZone(zone).toLocalTime());
    }

    private boolean quiet(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }
}
