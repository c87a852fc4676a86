/**
 * Emoji verification (SAS), one side of it, as a state machine. Pure: no store, no clock, no network. In: what the other
 * side says and what our human decides. Out: what is to be said, and in the end which keys are proven to be the other's.
 *
 * <p>Source: Matrix specification, client-server API, "Device verification" and "Short Authentication String (SAS)
 * verification", {@code m.sas.v1}.
 */
@NullMarked
package org.lotusguild.lotus.crypto.verification;

import org.jspecify.annotations.NullMarked;
