package org.lotusguild.lotus.bot.welcome;

import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Database;

/**
 * What a welcome happens in.
 *
 * @param space whose members are welcomed
 * @param guild its name
 * @param prefix what commands begin with
 * @param targets the rooms of {@link WelcomeConfig#rooms}
 * @param fallback the room of {@link WelcomeConfig#fallbackRoom}
 * @param never who is no guest: ourselves, programs, the banned. Not asked inside of transactions
 * @param exempt whether the homeserver does not limit our rate
 */
public record WelcomeSetting(
        WelcomeConfig config,
        UserId me,
        RoomId space,
        String guild,
        String prefix,
        List<RoomId> targets,
        RoomId fallback,
        Predicate<UserId> never,
        boolean exempt,
        Rooms rooms,
        DirectChats chats,
        Database db,
        Desk desk,
        Clock clock) {
    public WelcomeSetting {
        targets = List.copyOf(targets);
    }
}
