/**
 * The sync loop. In: answers to {@code /sync}. Out, in one transaction an answer: the crypto machine's changes, the state of
 * the rooms, and rows of the inbox, from which the listener gets every event at least once.
 */
@NullMarked
package org.lotusguild.lotus.matrix.sync;

import org.jspecify.annotations.NullMarked;
