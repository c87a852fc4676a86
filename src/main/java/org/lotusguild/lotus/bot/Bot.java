package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.basic.HelpCommand;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.matrix.Listener;

/** The bot of a guild: a listener of its account. */
public final class Bot {
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private Bot() {}

    /**
     * @param commands all but help, which is added
     * @param roomKeys the rooms of the file by key, for overrides that name rooms
     */
    public static Listener listener(
            BotIdentity me, BotConfig config, List<Command> commands, Map<String, RoomId> roomKeys, Kit kit) {
        forgetOld(me, kit);
        Hints hints = new Hints(config.prefix());
        Overrides overrides = new Overrides(config.commands(), roomKeys);
        CommandTable table =
                new CommandTable(overrides.applied(commands), own -> help(config.prefix(), own, hints, kit));
        Answers answers = new Answers(kit.sender());
        return new Dispatcher(me, config, table, hints, kit, answers, new Unreadable(kit, answers));
    }

    private static Command help(String prefix, CommandTable table, Hints hints, Kit kit) {
        return HelpCommand.of(
                prefix,
                call -> table.visible(call.caller(), call.room(), call.direct()),
                (typed, call) -> hints.unknown(
                        typed,
                        table.nearest(typed, call.caller(), call.room(), call.direct()),
                        call.caller().user(),
                        true,
                        kit.clock().instant()));
    }

    private static void forgetOld(BotIdentity me, Kit kit) {
        kit.database().run(tx -> {
            new ClaimStore(me.user()).forgetBefore(tx, kit.clock().instant().minus(REMEMBERED));
            new CooldownStore().forgetBefore(tx, kit.clock().instant());
        });
    }
}
