/**
 * {@code !ask}: questions to a language model on the guild's own server. In: a question, the turns before it. Out: an answer
 * that grows while the model writes. What was asked and answered is kept in memory only, for the next question of its thread.
 */
@NullMarked
package org.lotusguild.lotus.bot.ask;

import org.jspecify.annotations.NullMarked;
