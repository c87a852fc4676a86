package org.lotusguild.lotus.launch;

import java.time.Duration;
import org.lotusguild.lotus.bot.basic.ServiceCheck;

/** A part of this program, for {@code !health}: why it does not serve stands in {@code lotus status}. */
record PartCheck(String name, StatusBoard board) implements ServiceCheck {
    @Override
    public String address() {
        return "in this process";
    }

    @Override
    public Reading check() {
        return switch (board.state(name)) {
            case READY -> new Up(Duration.ZERO);
            case STARTING -> new Warning("it is starting");
            case DEGRADED -> new Warning("it has trouble");
            case FAILED -> new Down("it does not work");
        };
    }
}
