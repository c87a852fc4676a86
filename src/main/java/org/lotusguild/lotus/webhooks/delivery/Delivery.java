package org.lotusguild.lotus.webhooks.delivery;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One accepted post.
 *
 * @param id in order of arrival
 * @param hook its name
 * @param payload decoded: an object, an array or a string
 */
public record Delivery(String id, String hook, Instant receivedAt, JsonNode payload, Posted posted, int attempts) {}
