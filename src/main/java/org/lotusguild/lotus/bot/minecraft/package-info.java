/**
 * {@code !minecraft}: members put their names on the whitelist of the guild's Minecraft server. In: a name. Out: one console
 * command over RCON, and an answer. The client is our own, of a hundred lines, because the server closes the connection at
 * whatever it does not expect; nothing but a checked name ever reaches the console.
 */
@NullMarked
package org.lotusguild.lotus.bot.minecraft;

import org.jspecify.annotations.NullMarked;
