/** How two texts differ. In: texts. Out: lines that {@code patch} understands. Pure. */
@NullMarked
package org.lotusguild.lotus.stack.diff;

import org.jspecify.annotations.NullMarked;
