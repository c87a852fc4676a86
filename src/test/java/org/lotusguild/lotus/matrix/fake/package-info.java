/**
 * A small real homeserver whose answers are scripted.
 */
@NullMarked
package org.lotusguild.lotus.matrix.fake;

import org.jspecify.annotations.NullMarked;
