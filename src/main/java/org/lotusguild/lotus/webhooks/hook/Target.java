package org.lotusguild.lotus.webhooks.hook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.webhooks.notice.Level;

/**
 * A room that a hook posts into.
 *
 * @param room an id, an alias or a key of {@code guild.rooms}
 * @param minLevel what is less bad is not posted
 * @param events what is on or off, by name ({@code sonarr.rename}) or by {@code sonarr.*}
 * @param maxPerHour the rest of the hour is counted in one line
 * @param mention who is called at which level: {@code @room} or user ids
 * @param requester whether the one who asked for a film is called when it is there
 */
public record Target(
        String room,
        Optional<Level> minLevel,
        Map<String, Boolean> events,
        Optional<Integer> maxPerHour,
        Map<Level, List<String>> mention,
        @Default("false") boolean requester) {
    public Target {
        events = Map.copyOf(events);
        mention = Map.copyOf(mention);
    }
}
