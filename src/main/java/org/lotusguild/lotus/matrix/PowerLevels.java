package org.lotusguild.lotus.matrix;

import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;

/**
 * Who may do what in a room. In version 12 creators stand above every level and are not listed.
 *
 * @param creators empty before room version 12
 */
public record PowerLevels(
        Set<UserId> creators,
        Map<UserId, Long> users,
        long usersDefault,
        Map<String, Long> events,
        long eventsDefault,
        long stateDefault,
        long invite,
        long kick,
        long ban,
        long redact) {
    public PowerLevels {
        creators = Set.copyOf(creators);
        users = Map.copyOf(users);
        events = Map.copyOf(events);
    }

    public PowerLevel of(UserId user) {
        if (creators.contains(user)) {
            return new PowerLevel.Creator();
        }
        return new PowerLevel.Level(users.getOrDefault(user, usersDefault));
    }

    public boolean atLeast(UserId user, long level) {
        return switch (of(user)) {
            case PowerLevel.Creator() -> true;
            case PowerLevel.Level(long own) -> own >= level;
        };
    }
}
