/** Questions with four answers, voted on by reactions. In: calls, votes. Out: questions, reveals, scores. */
@NullMarked
package org.lotusguild.lotus.bot.trivia;

import org.jspecify.annotations.NullMarked;
