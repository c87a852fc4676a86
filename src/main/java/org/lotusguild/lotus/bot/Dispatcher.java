package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;

/**
 * From event to answer: is it a command, may it run, run it, then claim and answer in one transaction. A crash before that
 * transaction leaves nothing and the event comes again; a crash after it sends exactly once.
 */
final class Dispatcher implements Listener {
    private final BotIdentity me;
    private final String prefix;
    private final Ignored ignored;
    private final CommandTable commands;
    private final Limiter limiter;
    private final Hints hints;
    private final Runner runner;
    private final Unreadable unreadable;
    private final Rooms rooms;
    private final DirectChats directChats;
    private final Database db;
    private final ClaimStore claims;
    private final CooldownStore cooldowns;
    private final Answers answers;
    private final Clock clock;

    Dispatcher(
            BotIdentity me,
            BotConfig config,
            CommandTable commands,
            Hints hints,
            Kit kit,
            Answers answers,
            Unreadable unreadable) {
        this.me = me;
        this.prefix = config.prefix();
        this.ignored = new Ignored(me.user(), kit.ownUser(), config.ignore(), kit.rooms());
        this.commands = commands;
        this.limiter = new Limiter(config.limits());
        this.hints = hints;
        this.runner = new Runner(kit.random());
        this.unreadable = unreadable;
        this.rooms = kit.rooms();
        this.directChats = kit.directChats();
        this.db = kit.database();
        this.claims = new ClaimStore(me.user());
        this.cooldowns = new CooldownStore();
        this.answers = answers;
        this.clock = kit.clock();
    }

    @Override
    public void on(Incoming event, Ack ack) {
        switch (event) {
            case Incoming.Message message -> message(message, ack);
            case Incoming.Undecryptable lost -> unreadable.noticed(lost);
            case Incoming.Reaction r -> {}
            case Incoming.Edit e -> {}
            case Incoming.Redaction r -> {}
            case Incoming.Membership m -> {}
            case Incoming.StateChange s -> {}
            case Incoming.PollVote p -> {}
            case Incoming.Unknown u -> {}
        }
    }

    private void message(Incoming.Message message, Ack ack) {
        EventMeta meta = message.meta();
        unreadable.readable(meta.id());
        if (!message.msgtype().equals("m.text") || meta.late()) {
            return;
        }
        Optional<Trigger> trigger = Trigger.of(message, me.user(), me.name(), prefix);
        if (trigger.isEmpty() || ignored.test(meta.room(), meta.sender()) || claimedBefore(meta)) {
            return;
        }
        Answer answer = answer(trigger.get(), meta);
        db.run(tx -> {
            ack.within(tx);
            if (!(answer.reply() instanceof Reply.Silence) && claims.claim(tx, meta.id(), clock.instant())) {
                answers.put(tx, meta, answer.reply());
                answer.cooldown().ifPresent(c -> cooldowns.begin(tx, meta.sender(), c.command(), c.until()));
            }
        });
    }

    /** A reply, and the cooldown that begins with it. */
    private record Answer(Reply reply, Optional<Cooldown> cooldown) {
        static Answer of(Reply reply) {
            return new Answer(reply, Optional.empty());
        }
    }

    private record Cooldown(String command, Instant until) {}

    private Answer answer(Trigger trigger, EventMeta meta) {
        Caller caller = caller(meta);
        boolean direct = directChats.isDirect(meta.room());
        Optional<Command> found =
                commands.find(trigger.name()).filter(c -> CommandTable.allows(c.access(), caller, meta.room(), direct));
        if (found.isEmpty()) {
            return Answer.of(unknown(trigger.name(), caller, meta.room(), direct));
        }
        return switch (limiter.ask(caller, meta.room(), clock.instant())) {
            case TURTLE -> Answer.of(new Reply.React("🐢"));
            case SILENCE -> Answer.of(new Reply.Silence());
            case PASS -> accepted(found.get(), trigger, meta, caller, direct);
        };
    }

    private Answer accepted(Command command, Trigger trigger, EventMeta meta, Caller caller, boolean direct) {
        Instant now = clock.instant();
        Duration wait = db.read(tx -> cooldowns.until(tx, caller.user(), command.name()))
                .map(until -> Duration.between(now, until))
                .orElse(Duration.ZERO);
        if (wait.isPositive() && !caller.moderator()) {
            return Answer.of(hints.wait(command, wait));
        }
        Reply reply = runner.run(command, trigger, meta, caller, direct, now);
        boolean refunded = reply instanceof Reply.Refuse(var why, boolean refund) && refund;
        if (command.cooldown().isZero() || refunded) {
            return Answer.of(reply);
        }
        return new Answer(reply, Optional.of(new Cooldown(command.name(), now.plus(command.cooldown()))));
    }

    private Reply unknown(String typed, Caller caller, RoomId room, boolean direct) {
        Optional<String> near = commands.nearest(typed, caller, room, direct);
        return hints.unknown(typed, near, caller.user(), direct, clock.instant());
    }

    private Caller caller(EventMeta meta) {
        UserId user = meta.sender();
        return new Caller(
                user,
                rooms.displayName(meta.room(), user),
                rooms.powerLevels(meta.room()).of(user),
                meta.trust());
    }

    private boolean claimedBefore(EventMeta meta) {
        return db.read(tx -> claims.claimed(tx, meta.id()));
    }
}
