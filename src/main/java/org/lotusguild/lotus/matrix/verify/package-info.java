/**
 * Verifications of an account between the encryption machine and whoever looks. In: events of rooms, answers of a human. Out:
 * messages of rooms in the send queue, requests that are accepted or declined.
 */
@NullMarked
package org.lotusguild.lotus.matrix.verify;

import org.jspecify.annotations.NullMarked;
