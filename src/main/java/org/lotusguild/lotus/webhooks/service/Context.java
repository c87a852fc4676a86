package org.lotusguild.lotus.webhooks.service;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * What a formatter may know beside the payload.
 *
 * @param hook its name, for messages of unknown senders
 * @param receivedAt when the payload came
 * @param links addresses of the guild's own servers, by service: {@code seerr}
 * @param preferApplication whether links go to the service itself rather than to the public page of a film or record
 * @param showPrivate whether private tickets are shown whole
 */
public record Context(
        String hook, Instant receivedAt, Map<String, URI> links, boolean preferApplication, boolean showPrivate) {
    public Context {
        links = Map.copyOf(links);
    }
}
