package org.lotusguild.lotus.it;

import tools.jackson.databind.JsonNode;

/**
 * A message of a room's history as one client has it.
 *
 * @param sent when the homeserver took it, in milliseconds
 * @param replyTo the event that it answers, or ""
 * @param failure why the client cannot read it, or ""
 */
record Entry(String id, String sender, long sent, String replyTo, String body, String failure) {
    static Entry read(JsonNode entry) {
        return new Entry(
                entry.path("id").asString(),
                entry.path("sender").asString(),
                entry.path("ts").asLong(),
                entry.path("replyTo").asString(),
                entry.path("body").asString(),
                entry.path("failure").asString());
    }

    boolean unreadable() {
        return !failure.isEmpty();
    }
}
