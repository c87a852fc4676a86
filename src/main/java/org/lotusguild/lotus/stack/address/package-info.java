/**
 * IP addresses as numbers, and the ranges of them that nobody may reach through the TURN server.
 *
 * <p>Comes in: addresses and ranges as text. Goes out: values that can be compared, covered and split. No name is ever resolved.
 */
@NullMarked
package org.lotusguild.lotus.stack.address;

import org.jspecify.annotations.NullMarked;
