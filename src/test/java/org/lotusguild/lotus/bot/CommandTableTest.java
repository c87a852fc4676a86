package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.PowerLevel;

class CommandTableTest {
    private static final RoomId HERE = RoomId.parse("!here");

    private static Command command(String name, Access access) {
        return DispatchBed.command(name, Syntax.ignored(), call -> Reply.say(name))
                .withAccess(access);
    }

    private static CommandTable table(Command... commands) {
        return new CommandTable(List.of(commands), table -> command("help", new Access.Everyone()));
    }

    private static List<String> visible(CommandTable table, PowerLevel level, boolean direct) {
        Caller caller = new Caller(UserId.parse("@alice:example.org"), "Alice", level, Trust.CROSS_SIGNED);
        return table.visible(caller, HERE, direct).stream().map(Command::name).toList();
    }

    @Test
    void showsWhatTheCallerMayUseHere() {
        CommandTable table = table(
                command("close", new Access.AtLeast(50)),
                command("board", new Access.DirectOnly()),
                command("quote", new Access.InRooms(Set.of(HERE))),
                command("hook", new Access.InRooms(Set.of(RoomId.parse("!there")))),
                command("rare", new Access.All(List.of(new Access.AtLeast(100), new Access.DirectOnly()))));
        assertThat(visible(table, new PowerLevel.Level(49), false)).containsExactly("help", "quote");
        assertThat(visible(table, new PowerLevel.Level(50), false)).containsExactly("help", "close", "quote");
        assertThat(visible(table, new PowerLevel.Level(99), true)).containsExactly("help", "close", "board", "quote");
        assertThat(visible(table, new PowerLevel.Creator(), true))
                .as("of a room of version 12")
                .containsExactly("help", "close", "board", "quote", "rare");
    }

    @Test
    void twoCommandsOfOneNameRefuseTheStart() {
        Command roll = command("roll", new Access.Everyone()).withAliases("r");
        assertThatThrownBy(() -> table(roll, command("r", new Access.Everyone())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two commands are called r");
        assertThatThrownBy(() -> table(roll, command("help", new Access.Everyone())))
                .hasMessage("two commands are called help");
    }

    /** The nearest, and of equals the first in the order of the help; never one that the caller may not use. */
    @Test
    void findsTheNearestName() {
        CommandTable table = table(
                command("pool", new Access.AtLeast(50)),
                command("roll", new Access.Everyone()),
                command("poll", new Access.Everyone()));
        Caller caller =
                new Caller(UserId.parse("@alice:example.org"), "Alice", new PowerLevel.Level(0), Trust.CROSS_SIGNED);
        assertThat(table.nearest("pol", caller, HERE, false)).contains("poll");
        assertThat(table.nearest("oll", caller, HERE, false)).contains("roll");
        assertThat(table.nearest("pool", caller, HERE, false)).contains("poll");
        assertThat(table.nearest("po", caller, HERE, false)).isEmpty();
        assertThat(table.nearest("pxxl", caller, HERE, false)).contains("poll");
        assertThat(table.nearest("pxx", caller, HERE, false)).isEmpty();
        assertThat(table.nearest("xxxxll", caller, HERE, false)).isEmpty();
    }
}
