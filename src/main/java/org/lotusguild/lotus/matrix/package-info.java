/**
 * The Matrix client: accounts, rooms, sending, media. In: JSON of the homeserver. Out: typed values.
 */
@NullMarked
package org.lotusguild.lotus.matrix;

import org.jspecify.annotations.NullMarked;
