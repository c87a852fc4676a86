/**
 * The daily word game as a pure engine: lists, the day's word, evaluation, hard mode, board, keyboard, share text, statistics.
 * In: words and earlier guesses. Out: new states and documents. No clock, no store.
 */
@NullMarked
package org.lotusguild.lotus.bot.game.wordle;

import org.jspecify.annotations.NullMarked;
