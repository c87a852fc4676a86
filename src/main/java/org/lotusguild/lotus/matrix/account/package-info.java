/**
 * Accounts put together. In: who, on which homeserver, with which database. Out: a {@link
 * org.lotusguild.lotus.matrix.MatrixAccount} that syncs, decrypts and sends, or the reason why it may not.
 */
@NullMarked
package org.lotusguild.lotus.matrix.account;

import org.jspecify.annotations.NullMarked;
