package org.lotusguild.lotus.bot.game.wordle;

/** What a letter of a guess is. A later one is better. */
public enum Mark {
    NO,
    ELSEWHERE,
    EXACT
}
