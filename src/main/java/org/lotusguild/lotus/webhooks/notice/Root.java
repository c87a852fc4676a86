package org.lotusguild.lotus.webhooks.notice;

import java.time.Instant;

/**
 * The message that stands for a thing which is not over yet.
 *
 * @param count events that it has shown
 * @param best the highest number seen, where a service counts something: viewers
 * @param shown what it says now
 */
public record Root(Instant opened, int count, long best, Notice shown) {}
