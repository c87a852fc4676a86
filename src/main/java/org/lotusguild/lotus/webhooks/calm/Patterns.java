package org.lotusguild.lotus.webhooks.calm;

import java.util.List;

/** The names under which a file may speak of an event. */
final class Patterns {
    private Patterns() {}

    /** The narrowest first: {@code sonarr.rename}, {@code sonarr.*}, {@code *}. */
    static List<String> of(String event) {
        int dot = event.indexOf('.');
        return dot < 0 ? List.of(event, "*") : List.of(event, event.substring(0, dot) + ".*", "*");
    }
}
