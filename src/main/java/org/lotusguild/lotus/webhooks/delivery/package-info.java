/**
 * What was accepted, from the answer to the sender until it is in the rooms. In: decoded bodies. Out: the rows that the courier works
 * off, and their history.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
