/**
 * Questions with four answers, one of them right. In: lines of JSON, chance, votes. Out: questions to ask, and what is said of
 * them. Pure.
 */
@NullMarked
package org.lotusguild.lotus.bot.game.trivia;

import org.jspecify.annotations.NullMarked;
