/**
 * A homeserver's part in encryption, in memory, and people who use machines against it.
 */
@NullMarked
package org.lotusguild.lotus.crypto.fake;

import org.jspecify.annotations.NullMarked;
