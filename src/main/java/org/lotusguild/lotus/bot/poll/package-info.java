/** Polls by reactions or by the clients' own polls. In: calls, reactions, votes. Out: a poll, its standing, its result. */
@NullMarked
package org.lotusguild.lotus.bot.poll;

import org.jspecify.annotations.NullMarked;
