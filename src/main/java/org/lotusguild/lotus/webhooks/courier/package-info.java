/**
 * Brings accepted posts into their rooms, each exactly once. In: rows of deliveries. Out: messages, edits, replies and files in the
 * send queues of the accounts that speak for services, and the end of each row. One courier works at a time.
 *
 * <p>A row is claimed, becomes entries of a send queue in one transaction with the note of what they are, and is done when the
 * homeserver has them all. The queue repeats and remembers; the courier only looks its entries up by their keys.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.courier;

import org.jspecify.annotations.NullMarked;
