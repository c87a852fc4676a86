package org.lotusguild.lotus.launch.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;

/** The events that were shown lately, so that answers can say to what, and nothing is shown twice. */
final class Recent {
    private static final int MOST = 5_000;

    /** @param readable whether the text could be decrypted */
    record Shown(String who, String snippet, boolean readable) {}

    private final Map<EventId, Shown> shown = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, Shown> eldest) {
            return size() > MOST;
        }
    };

    Optional<Shown> find(EventId event) {
        return Optional.ofNullable(shown.get(event));
    }

    void add(EventId event, Shown how) {
        shown.put(event, how);
    }
}
