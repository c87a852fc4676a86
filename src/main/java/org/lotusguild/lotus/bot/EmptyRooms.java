package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Voice;
import org.lotusguild.lotus.bot.command.WorkingFeature;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves rooms where the bot has been alone for a day, counted from when this process first saw it. Never those of the guild. */
public final class EmptyRooms implements WorkingFeature {
    private static final Logger LOG = LoggerFactory.getLogger(EmptyRooms.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration ALONE = Duration.ofHours(24);

    private final UserId me;
    private final Rooms rooms;
    private final Set<RoomId> guild;
    private final Clock clock;
    private final Map<RoomId, Instant> since = new HashMap<>();
    private Instant next = Instant.MIN;

    public EmptyRooms(UserId me, Rooms rooms, Set<RoomId> guild, Clock clock) {
        this.me = me;
        this.rooms = rooms;
        this.guild = Set.copyOf(guild);
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "empty-rooms";
    }

    @Override
    public void work(Voice voice) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(EVERY);
        Set<RoomId> joined = rooms.joined();
        since.keySet().retainAll(joined);
        joined.stream().filter(room -> !guild.contains(room)).forEach(room -> look(room, now));
    }

    private void look(RoomId room, Instant now) {
        try {
            if (!rooms.joinedMembers(room).equals(Set.of(me))
                    || !rooms.invitedMembers(room).isEmpty()) {
                since.remove(room);
            } else if (!since.computeIfAbsent(room, r -> now).plus(ALONE).isAfter(now)) {
                rooms.leave(room);
                since.remove(room);
                LOG.atInfo().addKeyValue("room", room).log("left a room where nobody else was for a day");
            }
        } catch (MatrixException | HttpFailure e) {
            LOG.atWarn()
                    .addKeyValue("room", room)
                    .addKeyValue("why", e.getMessage())
                    .log("whether a room is empty could not be seen now; it is looked at again");
        }
    }
}
