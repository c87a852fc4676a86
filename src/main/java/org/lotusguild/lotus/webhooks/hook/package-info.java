/**
 * A hook as a value: who may post, and what becomes of it. In: the block {@code webhooks} of the file and the rows of hooks that were
 * made by command. Out: the {@link org.lotusguild.lotus.webhooks.hook.Hook} that intake and courier work by.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.hook;

import org.jspecify.annotations.NullMarked;
