/**
 * Events of a room as sealed values.
 */
@NullMarked
package org.lotusguild.lotus.matrix.event;

import org.jspecify.annotations.NullMarked;
