/**
 * Puts rendered files onto a host. Comes in: a folder that {@code stack.render} filled, and a host's root. Goes out: what
 * differs; and files in their places, whole, accepted by the programs that read them, with a copy of what was there before.
 */
@NullMarked
package org.lotusguild.lotus.stack.apply;

import org.jspecify.annotations.NullMarked;
