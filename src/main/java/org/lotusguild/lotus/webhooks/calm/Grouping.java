package org.lotusguild.lotus.webhooks.calm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Notice;

/**
 * Puts into one message what belongs together: the episodes of a season that come within seconds, and many monitors that go down at
 * once.
 */
public final class Grouping {
    /** Of a group; the next begins a new one. Its notices are in one row. */
    private static final int MOST = 100;

    private static final String MONITORS = "uptime-kuma";
    private static final String MONITOR_DOWN = "uptime-kuma.down";
    private static final Duration MONITORS_WITHIN = Duration.ofSeconds(30);
    /** So many monitors that are down have a message each. */
    private static final int MONITORS_EACH = 5;

    private Grouping() {}

    /** Under what the group of a notice is kept, within one hook and room; empty: it belongs to none. */
    public static Optional<String> name(Notice notice) {
        if (notice.service().equals(MONITORS)) {
            return Optional.of(MONITOR_DOWN).filter(notice.event()::equals);
        }
        return notice.correlation().flatMap(Correlation::group).map(group -> notice.event() + " " + group);
    }

    /** Before this nothing began that the next notice may join. */
    public static Duration longest(Duration window) {
        return window.compareTo(MONITORS_WITHIN) > 0 ? window : MONITORS_WITHIN;
    }

    /**
     * @param standing what was kept under the notice's {@link #name}
     * @param next has a name
     * @param window of the hook; monitors have their own
     */
    public static Placement place(Optional<Group> standing, Notice next, Instant now, Duration window) {
        boolean monitor = next.event().equals(MONITOR_DOWN);
        Instant earliest = now.minus(monitor ? MONITORS_WITHIN : window);
        return standing.filter(group ->
                        !group.since().isBefore(earliest) && group.members().size() < MOST)
                .map(group -> monitor ? gathered(group.plus(next)) : joined(group.plus(next), next, now))
                .orElseGet(() -> new Placement.Alone(Group.of(next, now, !monitor)));
    }

    private static Placement joined(Group group, Notice next, Instant now) {
        return Together.of(group.members())
                .<Placement>map(shown -> new Placement.Joins(group, shown))
                .orElseGet(() -> new Placement.Alone(Group.of(next, now, true)));
    }

    private static Placement gathered(Group group) {
        if (group.members().size() <= MONITORS_EACH) {
            return new Placement.Alone(group);
        }
        Notice shown = Together.monitors(group.members());
        return group.gathered() ? new Placement.Joins(group, shown) : new Placement.Gathers(group.standing(), shown);
    }
}
