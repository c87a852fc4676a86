/**
 * Carries the encryption machine's requests to the homeserver. In: a machine with something to send, or a room to write
 * into. Out: answers taken in by the machine, devices that hold the room's key.
 */
@NullMarked
package org.lotusguild.lotus.matrix.keys;

import org.jspecify.annotations.NullMarked;
