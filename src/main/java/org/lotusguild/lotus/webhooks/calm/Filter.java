package org.lotusguild.lotus.webhooks.calm;

import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;

/** What a room wants to read. */
public final class Filter {
    /** Events that hardly anybody wants to read: not posted unless a room asks for them. */
    private static final Set<String> OFF = Set.of(
            "sonarr.rename",
            "sonarr.episode-file-delete-upgrade",
            "radarr.rename",
            "radarr.movie-file-delete-upgrade",
            "readarr.rename",
            "readarr.retag",
            "readarr.book-file-delete-upgrade",
            "lidarr.rename",
            "lidarr.retag",
            "owncast.chat",
            "owncast.user-joined",
            "owncast.user-parted",
            "owncast.name-change");

    private Filter() {}

    /**
     * @param open whether a message of the notice's key stands open in the room: it must learn of its end, which is never as bad as
     *     its beginning
     */
    public static boolean wants(Target target, Notice notice, boolean open) {
        Transition transition =
                notice.correlation().map(Correlation::transition).orElse(Transition.OPEN);
        if (transition == Transition.REDACT) {
            return true;
        }
        boolean standing = open && (transition == Transition.UPDATE || transition == Transition.CLOSE);
        return wantsEvent(target.events(), notice)
                && (standing
                        || target.minLevel()
                                .map(least -> notice.level().compareTo(least) <= 0)
                                .orElse(true));
    }

    /** The name itself counts before {@code sonarr.*}, that before {@code *}, that before what is usual. */
    private static boolean wantsEvent(Map<String, Boolean> events, Notice notice) {
        String event = notice.event();
        for (String name : Patterns.of(event)) {
            Boolean said = events.get(name);
            if (said != null) {
                return said;
            }
        }
        return !OFF.contains(event);
    }
}
