/**
 * The daily word game in direct chats: its commands and its rows. In: calls and bare words. Out: boards, results. The rules are
 * those of {@code bot.game.wordle}.
 */
@NullMarked
package org.lotusguild.lotus.bot.wordle;

import org.jspecify.annotations.NullMarked;
