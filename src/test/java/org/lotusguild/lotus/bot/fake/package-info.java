/** Small real stand-ins for what the bot talks to. */
package org.lotusguild.lotus.bot.fake;
