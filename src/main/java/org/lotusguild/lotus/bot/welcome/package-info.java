/**
 * Welcomes who joins the guild's space: a direct chat, a question, and after a yes the invites to the guild's rooms. In:
 * memberships, reactions, a word. Out: direct chats, messages, invites. Every step is a row's move from one state to the
 * next, so that a crash repeats none.
 */
@NullMarked
package org.lotusguild.lotus.bot.welcome;

import org.jspecify.annotations.NullMarked;
