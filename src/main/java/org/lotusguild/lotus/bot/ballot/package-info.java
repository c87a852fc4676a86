/** Votes by reactions, for whatever is voted on. In: reactions and redactions. Out: who stands for what at a time. */
@NullMarked
package org.lotusguild.lotus.bot.ballot;

import org.jspecify.annotations.NullMarked;
