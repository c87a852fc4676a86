package org.lotusguild.lotus.webhooks.notice;

import java.util.Optional;

/**
 * What a formatter makes of a payload.
 *
 * @param message is posted, or goes into the thread
 * @param editedRoot what the standing message says from now on, where that differs from {@code message}
 * @param best a number of which the {@link Root} keeps the highest: viewers; 0 where nothing is counted
 * @param requester who is waiting for this, by the name in that service
 */
public record Rendered(Notice message, Optional<Notice> editedRoot, long best, Optional<String> requester) {

    public static Rendered of(Notice message) {
        return new Rendered(message, Optional.empty(), 0, Optional.empty());
    }

    public Rendered editedRoot(Notice root) {
        return new Rendered(message, Optional.of(root), best, requester);
    }

    public Rendered best(long seen) {
        return new Rendered(message, editedRoot, seen, requester);
    }

    public Rendered requester(String name) {
        return new Rendered(message, editedRoot, best, Optional.of(name));
    }
}
