package org.lotusguild.lotus.webhooks.sender;

import java.util.Locale;
import java.util.Optional;

/**
 * In whose name a message is posted.
 *
 * @param key of the service, or what a hook says under {@code as}: part of the user's name
 * @param title as people call it
 */
public record Speaker(String key, String title) {

    /** @param as what the hook says; absent: the service itself speaks */
    public static Speaker of(String service, String title, Optional<String> as) {
        return as.map(name -> new Speaker(name, name)).orElseGet(() -> new Speaker(service, title));
    }

    /** Written so that it may stand in a user id, as hookshot did it. */
    String localpart() {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-.=_]", "");
    }
}
