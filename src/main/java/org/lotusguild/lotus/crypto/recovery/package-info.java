/**
 * What lets a person begin again with nothing but a recovery key: the key itself and secret storage. Pure: no store, no
 * clock. In: keys, texts, objects of account data. Out: the same, opened or closed.
 */
@NullMarked
package org.lotusguild.lotus.crypto.recovery;

import org.jspecify.annotations.NullMarked;
