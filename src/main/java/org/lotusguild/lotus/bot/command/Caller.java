package org.lotusguild.lotus.bot.command;

import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.PowerLevel;

/** Who sent the trigger, with the power level that counts there. */
public record Caller(UserId user, String name, PowerLevel power, Trust trust) {

    public boolean atLeast(long level) {
        return power.atLeast(level);
    }

    public boolean moderator() {
        return atLeast(50);
    }

    /** The same as somebody whom nothing sets above others. */
    public Caller withoutRole() {
        return atLeast(1) ? new Caller(user, name, new PowerLevel.Level(0), trust) : this;
    }
}
