package org.lotusguild.lotus.bot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.bot.command.Command;

/** The commands by name and alias, and who may see them. */
final class CommandTable {
    private final List<Command> all;
    private final Map<String, Command> byName = new LinkedHashMap<>();

    /**
     * @param help makes the command that tells of this table; it stands first
     * @throws IllegalArgumentException if two commands share a name
     */
    CommandTable(List<Command> others, Function<CommandTable, Command> help) {
        this.all = Stream.concat(Stream.of(help.apply(this)), others.stream()).toList();
        for (Command command : all) {
            command.names().forEach(name -> {
                if (byName.putIfAbsent(name, command) != null) {
                    throw new IllegalArgumentException("two commands are called " + name);
                }
            });
        }
    }

    /** In the order of the help. */
    List<String> names() {
        return all.stream().map(Command::name).toList();
    }

    Optional<Command> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Commands that the caller could use here, in order. */
    List<Command> visible(Caller caller, RoomId room, boolean direct) {
        return all.stream()
                .filter(c -> allows(c.access(), caller, room, direct))
                .toList();
    }

    /** The nearest name that the caller may use here. */
    Optional<String> nearest(String typed, Caller caller, RoomId room, boolean direct) {
        List<String> names =
                visible(caller, room, direct).stream().flatMap(Command::names).toList();
        return Nearest.of(typed, names);
    }

    /** Whether not everybody of a room may use it. */
    static boolean needsRole(Access access) {
        return switch (access) {
            case Access.AtLeast(long level) -> level > 0;
            case Access.All(var conditions) -> conditions.stream().anyMatch(CommandTable::needsRole);
            case Access.Everyone(), Access.InRooms _, Access.DirectOnly() -> false;
        };
    }

    static boolean allows(Access access, Caller caller, RoomId room, boolean direct) {
        return switch (access) {
            case Access.Everyone() -> true;
            case Access.AtLeast(long level) -> caller.atLeast(level);
            case Access.InRooms(var rooms) -> rooms.contains(room);
            case Access.DirectOnly() -> direct;
            case Access.All(var conditions) -> conditions.stream().allMatch(c -> allows(c, caller, room, direct));
        };
    }
}
