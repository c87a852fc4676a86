package org.lotusguild.lotus.bot.ask;

import java.time.Clock;
import org.lotusguild.lotus.bot.command.Desk;

/** What all questions share. */
record AskSetting(
        AskConfig config, ModelServer model, WaitingLine line, Conversations conversations, Desk desk, Clock clock) {}
