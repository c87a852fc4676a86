package org.lotusguild.lotus.matrix;

import java.time.Duration;
import java.util.Optional;

/**
 * @param key derived from (cause, action) by callers that may repeat themselves: a second event with the same key is not
 *     stored; absent: a new one each time
 * @param lifetime after which an unsent row is dropped
 */
public record SendOptions(Optional<String> key, Duration lifetime, Priority priority) {

    public enum Priority {
        INTERACTIVE,
        BULK
    }

    public static SendOptions interactive() {
        return new SendOptions(Optional.empty(), Duration.ofHours(24), Priority.INTERACTIVE);
    }

    public SendOptions key(String text) {
        return new SendOptions(Optional.of(text), lifetime, priority);
    }

    public SendOptions lifetime(Duration limit) {
        return new SendOptions(key, limit, priority);
    }
}
