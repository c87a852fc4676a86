/** Account, encryption machine and bot as one, over a scripted homeserver and a real database. */
@NullMarked
package org.lotusguild.lotus.whole;

import org.jspecify.annotations.NullMarked;
