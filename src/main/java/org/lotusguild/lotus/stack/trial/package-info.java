/**
 * The trial homeserver of {@code lotus up}: a real Synapse in a private Python environment.
 *
 * <p>Comes in: a home folder. Goes out: its files (configuration, secrets, registration, {@code lotus.yaml}), a running
 * and watched Synapse on the loopback address, an admin and a guest account. Rooms are made elsewhere.
 */
@NullMarked
package org.lotusguild.lotus.stack.trial;

import org.jspecify.annotations.NullMarked;
