/** Commands that a guild switches on one by one. In: the block {@code bot.extras}. Out: features, each of a file or two. */
@NullMarked
package org.lotusguild.lotus.bot.extra;

import org.jspecify.annotations.NullMarked;
