package org.lotusguild.lotus.bot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Command;

/** The settings of {@code bot.commands} over the commands' own. */
final class Overrides {
    private final Map<CommandName, BotConfig.CommandConfig> byName;
    private final Map<String, RoomId> roomKeys;

    Overrides(Map<CommandName, BotConfig.CommandConfig> byName, Map<String, RoomId> roomKeys) {
        this.byName = byName;
        this.roomKeys = roomKeys;
    }

    /**
     * The commands that are switched on, as the file wants them.
     *
     * @throws IllegalArgumentException if the file names a room that is not there
     */
    List<Command> applied(List<Command> commands) {
        List<Command> all = new ArrayList<>();
        for (Command command : commands) {
            BotConfig.CommandConfig wanted = byName.get(new CommandName(command.name()));
            if (wanted == null) {
                all.add(command);
            } else if (wanted.enabled()) {
                all.add(applied(command, wanted));
            }
        }
        return all;
    }

    private Command applied(Command command, BotConfig.CommandConfig wanted) {
        List<Access> conditions = new ArrayList<>();
        conditions.add(wanted.powerLevel().<Access>map(Access.AtLeast::new).orElse(command.access()));
        wanted.rooms().ifPresent(keys -> conditions.add(new Access.InRooms(rooms(keys))));
        return command.withAccess(conditions.size() == 1 ? conditions.getFirst() : new Access.All(conditions))
                .withCooldown(wanted.cooldown().orElse(command.cooldown()));
    }

    private Set<RoomId> rooms(List<String> keys) {
        return keys.stream()
                .map(key -> key.startsWith("!") ? RoomId.parse(key) : known(key))
                .collect(Collectors.toSet());
    }

    private RoomId known(String key) {
        RoomId room = roomKeys.get(key);
        if (room == null) {
            throw new IllegalArgumentException("bot.commands: no room \"" + key + "\" in guild.rooms; it has "
                    + String.join(", ", roomKeys.keySet()));
        }
        return room;
    }
}
