/**
 * The account's private data on the homeserver, and the direct chats that it lists. In: what sync brought, wishes to
 * change it. Out: requests to the homeserver, one after another.
 */
@NullMarked
package org.lotusguild.lotus.matrix.direct;

import org.jspecify.annotations.NullMarked;
