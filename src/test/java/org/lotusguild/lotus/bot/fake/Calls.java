package org.lotusguild.lotus.bot.fake;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.args.Args;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.PowerLevel;

/** Runs of commands that Alice began. She is nobody's moderator, and replies to nothing. */
public final class Calls {
    static final RoomId ROOM = RoomId.parse("!room");
    private static final UserId ALICE = UserId.parse("@alice:example.org");

    private Calls() {}

    public static Call in(RoomId room, Args args) {
        return call(room, Optional.empty(), args, Instant.EPOCH, Instant.EPOCH);
    }

    /** @param html the {@code formatted_body}, if there is one */
    public static Call formatted(Optional<String> html, Args args) {
        return call(ROOM, html, args, Instant.EPOCH, Instant.EPOCH);
    }

    /**
     * @param sent by the clock of Alice's homeserver
     * @param received by ours
     */
    public static Call at(Instant sent, Instant received, Args args) {
        return call(ROOM, Optional.empty(), args, sent, received);
    }

    private static Call call(RoomId room, Optional<String> html, Args args, Instant sent, Instant received) {
        return new Call(
                new Caller(ALICE, "Alice", new PowerLevel.Level(0), Trust.CROSS_SIGNED),
                room,
                EventId.parse("$trigger"),
                Optional.empty(),
                Optional.empty(),
                html,
                args,
                "!",
                sent,
                received,
                false);
    }
}
