package org.lotusguild.lotus.webhooks.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.webhooks.notice.Level;

/**
 * A room that a hook posts into.
 *
 * @param room an id, an alias or a key of {@code guild.rooms}
 * @param minLevel what is less bad is not posted
 * @param events what is on or off, by name ({@code sonarr.rename}) or by {@code sonarr.*}
 * @param maxPerHour the rest of the hour is counted in one line
 * @param mention who is called, {@code @room} or user ids: by level ({@code critical}) or by event ({@code proxmox.vzdump-failed},
 *     {@code grafana.*})
 * @param requester whether the one who asked for a film is called when it is there
 */
public record Target(
        String room,
        Optional<Level> minLevel,
        Map<String, Boolean> events,
        Optional<Integer> maxPerHour,
        Map<String, List<String>> mention,
        @Default("false") boolean requester) {
    /** Everybody in the room. */
    public static final String ROOM = "@room";

    private static final Pattern NAME = Pattern.compile("[a-z-]+\\.([a-z0-9-]+|\\*)");

    public Target {
        events = Map.copyOf(events);
        mention = Map.copyOf(mention);
        events.keySet().forEach(Target::requireName);
        mention.forEach(Target::require);
    }

    private static void requireName(String event) {
        if (!event.equals("*") && !NAME.matcher(event).matches()) {
            throw new IllegalArgumentException(
                    "events: \"" + event + "\" is no event, write sonarr.rename, \"sonarr.*\" or \"*\"");
        }
    }

    private static void require(String when, List<String> called) {
        boolean level = Arrays.stream(Level.values())
                .anyMatch(one -> one.name().toLowerCase(Locale.ROOT).equals(when));
        if (!level && !when.contains(".")) {
            throw new IllegalArgumentException(
                    "mention: \"" + when
                            + "\" is no level and no event, write critical, error, warning, ok, info, neutral or grafana.firing");
        }
        called.stream().filter(who -> !who.equals(ROOM)).forEach(who -> {
            try {
                UserId.parse(who);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "mention: \"" + who + "\" is nobody, write \"@room\" or \"@alice:example.org\"", e);
            }
        });
    }
}
