/**
 * The programs around the trial's homeserver: PostgreSQL, Redis, Synapse's workers, nginx, coturn, LiveKit.
 *
 * <p>Comes in: what is wanted of them, and a home. Goes out: the real programs, found or installed, with the files that
 * {@code stack.render} writes for one host, moved to the loopback address and into the home; one small class a program.
 */
@NullMarked
package org.lotusguild.lotus.stack.trial.servers;

import org.jspecify.annotations.NullMarked;
