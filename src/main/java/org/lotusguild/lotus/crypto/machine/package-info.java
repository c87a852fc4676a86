/**
 * The machine behind the doors of {@code crypto}: account, Olm, device lists, room keys, cross-signing. In: a database, a
 * vault, clock and randomness, then what the homeserver says. Out: clear events, encrypted content, requests to send.
 *
 * <p>Each part keeps what it read in memory and writes what changed at the end of the step. After a roll-back all parts are
 * thrown away and read again: memory never runs ahead of the database.
 */
@NullMarked
package org.lotusguild.lotus.crypto.machine;

import org.jspecify.annotations.NullMarked;
