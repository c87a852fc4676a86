package org.lotusguild.lotus.bot;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.basic.HelpCommand;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.Incoming;

/** The bot of a guild: a listener of its account, and what it does later. */
public final class Bot implements Listener, AutoCloseable {

    private final Dispatcher dispatcher;
    private final Clockwork clockwork;
    private final Works works;
    private final Workshop workshop;

    private final List<String> words;

    private Bot(Dispatcher dispatcher, Clockwork clockwork, Works works, Workshop workshop, List<String> words) {
        this.dispatcher = dispatcher;
        this.clockwork = clockwork;
        this.works = works;
        this.workshop = workshop;
        this.words = words;
    }

    /**
     * Takes over what an earlier process promised. Nothing is done later before {@link #start}.
     *
     * @param roomKeys the rooms of the file by key, for overrides that name rooms
     */
    public static Bot open(
            BotIdentity me, BotConfig config, Repertoire repertoire, Map<String, RoomId> roomKeys, Kit kit) {
        Buttons buttons = new Buttons(me.user(), kit.database());
        Features all = new Features(Stream.concat(Stream.of(buttons), repertoire.features().stream())
                .toList());
        Hints hints = new Hints(config.prefix());
        config.requireCommands(repertoire.commands().stream().map(Command::name).toList());
        List<Command> wanted = new Overrides(config.commands(), roomKeys).applied(repertoire.commands());
        CommandTable table = new CommandTable(wanted, own -> help(config.prefix(), own, hints, kit));
        Pending pending = new Pending();
        Answers answers = new Answers(config.prefix(), kit.sender(), me.user(), buttons, pending);
        Unreadable unreadable = new Unreadable(kit, answers);
        Clockwork clockwork = new Clockwork(me.user(), pending, all, answers, buttons, kit);
        clockwork.resume();
        Typing typing = new Typing(kit.rooms());
        Runner runner = new Runner(config.prefix(), typing, kit.random());
        Works works = new Works(me.user(), kit, answers, typing, runner);
        works.resume();
        return new Bot(
                new Dispatcher(
                        me,
                        config,
                        table,
                        all,
                        buttons,
                        clockwork,
                        new Standing(roomKeys, kit.rooms(), kit.signedForRoles()),
                        hints,
                        kit,
                        answers,
                        runner,
                        works,
                        unreadable),
                clockwork,
                works,
                new Workshop(repertoire.features(), answers, kit),
                table.names().stream().map(config.prefix()::concat).toList());
    }

    /** The commands as people write them, without their other names. */
    public List<String> words() {
        return words;
    }

    private static Command help(String prefix, CommandTable table, Hints hints, Kit kit) {
        return HelpCommand.of(
                prefix,
                call -> table.visible(call.caller(), call.room(), call.direct()),
                (typed, call) -> hints.unknown(
                        typed,
                        table.nearest(typed, call.caller(), call.room(), call.direct()),
                        call.caller().user(),
                        call.trigger(),
                        true,
                        kit.clock().instant()));
    }

    @Override
    public void on(Incoming event, Ack ack) {
        dispatcher.on(event, ack);
    }

    /** Begins to do what is due. */
    public void start() {
        clockwork.start();
        workshop.start();
    }

    /** Does once what {@link #start} does five times a second. */
    public void look() throws InterruptedException {
        workshop.look();
        clockwork.look();
    }

    /** Ends that; what is not done yet is done after the next start. */
    @Override
    public void close() {
        workshop.close();
        works.close();
        clockwork.close();
    }
}
