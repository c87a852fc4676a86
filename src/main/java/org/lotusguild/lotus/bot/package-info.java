/**
 * The guild's bot: turns messages into commands and commands into answers. In: events of an account. Out: notices,
 * reactions, joins. The commands themselves see neither a sender nor a socket.
 */
@NullMarked
package org.lotusguild.lotus.bot;

import org.jspecify.annotations.NullMarked;
