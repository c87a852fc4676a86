package org.lotusguild.lotus.bot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;

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
    private final Standing standing;
    private final DirectChats directChats;
    private final Database db;
    private final ClaimStore claims;
    private final EditStore edits;
    private final CooldownStore cooldowns;
    private final Features features;
    private final Buttons buttons;
    private final Clockwork clockwork;
    private final Answers answers;
    private final Works works;
    private final Clock clock;
    private final Counters<CommandOutcome> outcomes;

    Dispatcher(
            BotIdentity me,
            BotConfig config,
            CommandTable commands,
            Features features,
            Buttons buttons,
            Clockwork clockwork,
            Standing standing,
            Hints hints,
            Kit kit,
            Answers answers,
            Runner runner,
            Works works,
            Unreadable unreadable) {
        this.me = me;
        this.prefix = config.prefix();
        this.ignored = new Ignored(me.user(), kit.ownUser(), config.ignore(), kit.rooms());
        this.commands = commands;
        this.limiter = new Limiter(config.limits());
        this.hints = hints;
        this.runner = runner;
        this.unreadable = unreadable;
        this.rooms = kit.rooms();
        this.standing = standing;
        this.directChats = kit.directChats();
        this.db = kit.database();
        this.claims = new ClaimStore(me.user());
        this.edits = new EditStore(me.user());
        this.cooldowns = new CooldownStore();
        this.features = features;
        this.buttons = buttons;
        this.clockwork = clockwork;
        this.answers = answers;
        this.works = works;
        this.clock = kit.clock();
        this.outcomes = kit.outcomes();
    }

    @Override
    public void on(Incoming event, Ack ack) {
        switch (event) {
            case Incoming.Message message -> message(message, ack);
            case Incoming.Undecryptable lost -> unreadable.noticed(lost);
            case Incoming.Reaction reaction -> {
                clockwork.settle(reaction.meta().room());
                reaction(ofOriginal(reaction), ack);
            }
            case Incoming.Redaction redaction -> told(redaction, ack);
            case Incoming.PollVote vote -> heard(vote, ack);
            case Incoming.Edit edit when edit.meta().sender().equals(me.user()) -> edited(edit, ack);
            case Incoming.Edit e -> {}
            case Incoming.Membership membership -> told(membership, ack);
            case Incoming.StateChange s -> {}
            case Incoming.Unknown u -> {}
        }
    }

    private void message(Incoming.Message message, Ack ack) {
        EventMeta meta = message.meta();
        unreadable.readable(meta.id());
        if (!message.msgtype().equals("m.text") || meta.late()) {
            return;
        }
        boolean direct = directChats.isDirect(meta.room());
        Optional<Trigger> trigger = Trigger.of(message, me.user(), me.name(), prefix);
        Optional<Command> unprefixed = trigger.isPresent() ? Optional.empty() : features.unprefixed(message, direct);
        if (trigger.isEmpty() && unprefixed.isEmpty() || ignored.test(meta.room(), meta.sender())) {
            return;
        }
        callerUnlessAnswered(meta).ifPresent(caller -> {
            Answer answer = unprefixed
                    .map(command -> limited(command, message.body().strip(), message, caller, direct))
                    .orElseGet(() -> named(trigger.orElseThrow(), message, caller, direct));
            commit(answer, Origin.of(meta), meta.sender(), ack);
        });
    }

    /** On an own edit it counts for the message that was edited. */
    private Incoming.Reaction ofOriginal(Incoming.Reaction reaction) {
        return db.read(tx -> edits.original(tx, reaction.target()))
                .map(original -> new Incoming.Reaction(reaction.meta(), original, reaction.key()))
                .orElse(reaction);
    }

    private void edited(Incoming.Edit edit, Ack ack) {
        told(edit, tx -> {
            ack.within(tx);
            edits.note(tx, edit, clock.instant());
        });
    }

    private void reaction(Incoming.Reaction reaction, Ack ack) {
        EventMeta meta = reaction.meta();
        Optional<ButtonStore.Pressed> button = meta.late() || ignored.test(meta.room(), meta.sender())
                ? Optional.empty()
                : buttons.pressed(reaction, clock.instant());
        button.ifPresentOrElse(pressed -> press(pressed, reaction, ack), () -> heard(reaction, ack));
    }

    /** Somebody whom the command is not for, or who is asked to wait, does not use a button up; nor does what fails. */
    private void press(ButtonStore.Pressed button, Incoming.Reaction reaction, Ack ack) {
        Incoming.Message typed = Buttons.typed(button, reaction, prefix);
        EventMeta meta = typed.meta();
        Trigger trigger = Trigger.of(typed, me.user(), me.name(), prefix).orElseThrow();
        callerUnlessAnswered(meta).ifPresent(caller -> {
            Answer answer = named(trigger, typed, caller, directChats.isDirect(meta.room()));
            commit(answer.by(button), Origin.about(meta, reaction.target()), meta.sender(), ack);
        });
    }

    private void heard(Incoming event, Ack ack) {
        if (!ignored.test(event.meta().room(), event.meta().sender())) {
            told(event, ack);
        }
    }

    private void told(Incoming event, Ack ack) {
        db.run(tx -> {
            ack.within(tx);
            List<Reply> replies = features.heard(tx, event, clock.instant());
            answers.heard(tx, event.meta(), new Reply.Several(replies));
        });
    }

    private void commit(Answer answer, Origin origin, UserId sender, Ack ack) {
        try {
            transaction(answer, tx -> commit(tx, answer, origin, sender, ack));
        } catch (RuntimeException e) {
            boolean comesAgain = e instanceof StoreException store && store.mayPass();
            if (comesAgain || !(answer.reply() instanceof Reply.Stored)) {
                throw e;
            }
            Answer broken = Answer.of(runner.broken(answer.command(), e));
            db.run(tx -> commit(tx, broken, origin, sender, ack));
        }
        limiter.answered(origin.id());
        hints.answered(origin.id());
        outcomes.of(answer.outcome()).add();
    }

    /** An answer goes out only after it was encrypted, and that waits for the disk; work outside begins at once. */
    private void transaction(Answer answer, Consumer<Tx> body) {
        if (answer.reply() instanceof Reply.Work || answer.reply() instanceof Reply.Stored) {
            db.run(body);
        } else {
            db.relaxed(tx -> {
                body.accept(tx);
                return true;
            });
        }
    }

    private void commit(Tx tx, Answer answer, Origin origin, UserId sender, Ack ack) {
        ack.within(tx);
        Instant now = clock.instant();
        if (answer.nothing() || !claims.claim(tx, origin.id(), now) || !answer.first(tx, buttons, now)) {
            return;
        }
        Reply reply = Answers.decided(tx, answer.reply());
        boolean waits = reply instanceof Reply.Work && works.full();
        if (reply instanceof Reply.Work work && !waits) {
            works.begin(tx, new WorkStore.Task(origin, sender, answer.command(), now), work);
        } else {
            answers.put(tx, origin, waits ? new Reply.React("🐢") : reply);
        }
        boolean nothingDone = waits
                || Runner.broke(reply)
                || reply instanceof Reply.Misused
                || reply instanceof Reply.Refuse(var why, boolean refund) && refund;
        if (nothingDone) {
            answer.button().ifPresent(button -> buttons.giveBack(tx, button));
        } else {
            answer.cooldown().ifPresent(until -> cooldowns.begin(tx, sender, answer.command(), until));
        }
    }

    private Answer named(Trigger trigger, Incoming.Message message, Caller caller, boolean direct) {
        RoomId room = message.meta().room();
        return commands.find(trigger.name())
                .filter(c -> CommandTable.allows(c.access(), caller, room, direct))
                .map(command -> limited(command, trigger.rest(), message, caller, direct))
                .orElseGet(() -> Answer.of(unknown(trigger.name(), caller, message.meta(), direct)));
    }

    private Answer limited(Command command, String words, Incoming.Message message, Caller caller, boolean direct) {
        return switch (limiter.ask(message.meta().id(), caller, message.meta().room(), clock.instant())) {
            case TURTLE -> Answer.of(new Reply.React("🐢"));
            case SILENCE -> Answer.of(new Reply.Silence());
            case PASS -> accepted(command, words, message, caller, direct);
        };
    }

    private Answer accepted(Command command, String words, Incoming.Message message, Caller caller, boolean direct) {
        boolean believed = standing.believes(caller.trust());
        if (!believed && CommandTable.needsRole(command.access())) {
            return Answer.of(hints.unsigned(command, caller.trust()));
        }
        Instant now = clock.instant();
        boolean free = command.cooldown().isZero() || command.free().test(words);
        Duration wait = free ? Duration.ZERO : cooldown(command, caller, now);
        if (wait.isPositive()) {
            return Answer.of(hints.wait(command, wait));
        }
        // Some commands do more for moderators.
        Caller heard = believed ? caller : caller.withoutRole();
        Reply reply = runner.run(command, words, message, heard, direct, now);
        Optional<Instant> until = free ? Optional.empty() : Optional.of(now.plus(command.cooldown()));
        return new Answer(command.name(), reply, until, Optional.empty());
    }

    private Duration cooldown(Command command, Caller caller, Instant now) {
        return db.read(tx -> cooldowns.until(tx, caller.user(), command.name()))
                .map(until -> Duration.between(now, until))
                .orElse(Duration.ZERO);
    }

    private Reply unknown(String typed, Caller caller, EventMeta trigger, boolean direct) {
        Optional<String> near = commands.nearest(typed, caller, trigger.room(), direct);
        return hints.unknown(typed, near, caller.user(), trigger.id(), direct, clock.instant());
    }

    /** Empty if the event was answered before. */
    private Optional<Caller> callerUnlessAnswered(EventMeta meta) {
        return db.read(tx -> claims.claimed(tx, meta.id()) ? Optional.empty() : Optional.of(caller(tx, meta)));
    }

    private Caller caller(Tx tx, EventMeta meta) {
        UserId user = meta.sender();
        String name = rooms.displayName(tx, meta.room(), user);
        return new Caller(user, name, standing.of(tx, meta.room(), user), meta.trust());
    }
}
