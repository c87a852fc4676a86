/** Lists that the bot is shipped with, and the guild's own files that replace them. In: a name. Out: lines. */
@NullMarked
package org.lotusguild.lotus.bot.data;

import org.jspecify.annotations.NullMarked;
