/**
 * Values sealed for the database. In: the vault key (32 bytes), clear pickles, tokens and rows. Out: bytes that only the
 * same key opens, and only at the place they were sealed for.
 */
@NullMarked
package org.lotusguild.lotus.crypto.seal;

import org.jspecify.annotations.NullMarked;
