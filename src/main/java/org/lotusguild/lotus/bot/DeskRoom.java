package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The desk as a room of the guild. Where the guild has none, its log is the desk. */
public final class DeskRoom implements Desk {
    private static final Logger LOG = LoggerFactory.getLogger(DeskRoom.class);

    private final Optional<RoomId> room;
    private final RoomSender sender;
    private final Clock clock;
    private final Buckets<String> once = new Buckets<>(1, Duration.ofMinutes(10));

    public DeskRoom(Optional<RoomId> room, RoomSender sender, Clock clock) {
        this.room = room;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public void tell(String line) {
        if (!once.take(line, clock.instant())) {
            return;
        }
        LOG.atWarn().addKeyValue("what", line).log("somebody should look");
        try {
            room.ifPresent(to -> sender.send(
                    to, "m.room.message", MessageContent.notice(Doc.plain(line)), SendOptions.interactive()));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the desk could not be told");
        }
    }
}
