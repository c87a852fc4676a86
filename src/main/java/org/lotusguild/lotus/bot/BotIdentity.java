package org.lotusguild.lotus.bot;

import org.lotusguild.lotus.base.id.UserId;

/** Who the bot is: its user and the name people address it by. */
public record BotIdentity(UserId user, String name) {}
