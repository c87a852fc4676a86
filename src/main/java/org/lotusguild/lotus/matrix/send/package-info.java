/**
 * The durable send queue of an account. In: events to send, in the caller's transaction. Out: the same events at the
 * homeserver, each once, in order within a room.
 */
@NullMarked
package org.lotusguild.lotus.matrix.send;

import org.jspecify.annotations.NullMarked;
