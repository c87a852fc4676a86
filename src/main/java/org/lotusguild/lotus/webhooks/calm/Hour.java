package org.lotusguild.lotus.webhooks.calm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;

/**
 * What a room got of a hook since {@code since}, at most one hour ago; kept as JSON, one a hook and room.
 *
 * @param posted messages
 * @param counted those that only one line tells of
 */
public record Hour(Instant since, int posted, int counted) {
    private static final Duration LENGTH = Duration.ofHours(1);

    /**
     * @param state to keep
     * @param deliver the notice, or the line that counts it
     */
    public record Step(Hour state, Notice deliver) {}

    /**
     * For new messages only: edits and what goes into a thread are always welcome.
     *
     * @param most messages an hour
     */
    public static Step step(Optional<Hour> kept, int most, String hook, Notice next, Instant now) {
        Hour hour =
                kept.filter(before -> now.isBefore(before.since().plus(LENGTH))).orElse(new Hour(now, 0, 0));
        if (hour.posted() < most) {
            return new Step(new Hour(hour.since(), hour.posted() + 1, hour.counted()), next);
        }
        Hour fuller = new Hour(hour.since(), hour.posted(), hour.counted() + 1);
        return new Step(fuller, fuller.line(hook, next.service()));
    }

    /** Opened by the first that is too many, edited by the others. */
    private Notice line(String hook, String service) {
        String messages = counted + (counted == 1 ? " more message" : " more messages");
        return Notice.of(service, service + ".more", Level.NEUTRAL, "📮", hook, messages + " in this hour")
                .lines(List.of("Not shown: the room takes " + posted + " in an hour"))
                .correlation(Correlation.of("hour:" + since.getEpochSecond(), Transition.OPEN));
    }
}
