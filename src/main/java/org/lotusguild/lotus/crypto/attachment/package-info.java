/**
 * Encrypted files of rooms. In: a clear or an encrypted file. Out: the other one, and the keys that stand in the event.
 */
@NullMarked
package org.lotusguild.lotus.crypto.attachment;

import org.jspecify.annotations.NullMarked;
