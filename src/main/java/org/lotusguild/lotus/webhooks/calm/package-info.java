/**
 * What keeps a room calm, as pure functions: what stands in one message, what goes back and forth too often, what waits for the morning,
 * what a room does not want, who is called. In: notices, the time, and the state that the last call gave. Out: a decision and the next
 * state, a record that the caller keeps as JSON between two calls. No I/O and no clock.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.calm;

import org.jspecify.annotations.NullMarked;
