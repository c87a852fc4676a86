package org.lotusguild.lotus.webhooks.notice;

import java.util.Optional;

/**
 * What a formatter makes of a payload.
 *
 * @param message is posted, or goes into the thread
 * @param editedRoot what the standing message says from now on, where that differs from {@code message}
 */
public record Rendered(Notice message, Optional<Notice> editedRoot) {

    public static Rendered of(Notice message) {
        return new Rendered(message, Optional.empty());
    }
}
