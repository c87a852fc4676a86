/** What a command is: one declarative value. In: a {@code Call}. Out: a {@code Reply}. Pure but for the handlers. */
@NullMarked
package org.lotusguild.lotus.bot.command;

import org.jspecify.annotations.NullMarked;
