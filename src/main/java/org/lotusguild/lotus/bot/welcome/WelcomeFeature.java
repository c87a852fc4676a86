package org.lotusguild.lotus.bot.welcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.People;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.command.Voice;
import org.lotusguild.lotus.bot.command.WorkingFeature;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Tx;

/** Hears who comes, goes and says yes; {@code !welcome}. */
public final class WelcomeFeature implements WorkingFeature {
    private static final Set<String> WORDS = Set.of("yes", "y", "ok", "ja", "oui", "si");
    private static final Duration RECONCILE = Duration.ofMinutes(5);
    private static final int BACKLOG = 20;
    private static final Syntax SYNTAX =
            Syntax.of(Parameter.rest("user", 300).optional()).shownAs("[user|status]");
    private static final Help HELP = new Help(
            "invites you to the guild's rooms",
            Optional.of("Moderators: <user> to welcome somebody again, status for how many wait."),
            List.of("welcome", "welcome status"));

    private final WelcomeSetting setting;
    private final WelcomeStore store = new WelcomeStore();
    private final WelcomeWords words;
    private final Questions questions;
    private final Census census;
    private final Welcoming welcoming;
    private Instant reconciled = Instant.MIN;
    private boolean behind;
    /** How long one step took of late. */
    private Duration pace = Duration.ofSeconds(1);

    public WelcomeFeature(WelcomeSetting setting) {
        this.setting = setting;
        this.words = new WelcomeWords(setting);
        this.questions = new Questions(setting, store, words);
        this.census = new Census(setting, store);
        this.welcoming = new Welcoming(setting, store, words, questions);
    }

    @Override
    public String kind() {
        return Questions.KIND;
    }

    @Override
    public void work(Voice voice) throws InterruptedException {
        Instant now = setting.clock().instant();
        if (reconciled.equals(Instant.MIN)) {
            tellOfLimits();
        }
        if (reconciled.equals(Instant.MIN) || now.isAfter(reconciled.plus(RECONCILE))) {
            words.refresh();
            census.take();
            census.recall();
            reconciled = now;
        }
        long start = System.nanoTime();
        int done = welcoming.pass(voice, this::tellOfBacklog);
        pace = done == 0 ? pace : Duration.ofNanos((System.nanoTime() - start) / done);
    }

    private void tellOfLimits() {
        if (!setting.exempt()) {
            setting.desk()
                    .tell("welcome: the homeserver limits my rate, so many new members at once have to wait. With"
                            + " rate_limited: false in its registration file it does not.");
        }
    }

    private void tellOfBacklog() {
        long waiting = setting.db().read(store::counts).getOrDefault(Guest.State.WAITING, 0L);
        if (waiting > BACKLOG && !behind) {
            setting.desk()
                    .tell("welcome: %d new members are waiting; that takes about %s."
                            .formatted(
                                    waiting,
                                    Durations.shown(pace.multipliedBy(waiting).plusSeconds(1))));
        }
        behind = waiting > BACKLOG || behind && waiting > 0;
    }

    @Override
    public Reply heard(Tx tx, Incoming event, Instant now) {
        if (store.guest(tx, setting.me()).isEmpty()) {
            return new Reply.Silence(); // who is here before the first look is not welcomed
        }
        return switch (event) {
            case Incoming.Membership member when member.meta().room().equals(setting.space()) -> space(tx, member, now);
            case Incoming.Membership member -> chat(tx, member, now);
            case Incoming.Reaction reaction -> reaction(tx, reaction, now);
            case Incoming _ -> new Reply.Silence();
        };
    }

    private Reply space(Tx tx, Incoming.Membership member, Instant now) {
        Optional<Guest> guest = store.guest(tx, member.user());
        switch (member.now()) {
            case JOIN -> {
                if (guest.isEmpty()) {
                    store.add(tx, member.user(), Guest.State.WAITING, now);
                } else if (guest.get().state() == Guest.State.GONE) {
                    census.rejoin(tx, member.user());
                }
            }
            case LEAVE, BAN -> guest.ifPresent(gone -> census.gone(tx, gone));
            case INVITE, KNOCK -> {}
        }
        return new Reply.Silence();
    }

    private Reply chat(Tx tx, Incoming.Membership member, Instant now) {
        Optional<Guest> guest = store.inRoom(tx, member.meta().room(), member.user());
        if (guest.isEmpty()) {
            return new Reply.Silence();
        }
        return switch (member.now()) {
            case JOIN ->
                guest.get().state() == Guest.State.INVITED ? questions.ask(tx, guest.get()) : new Reply.Silence();
            case LEAVE, BAN -> {
                left(tx, guest.get(), now);
                yield new Reply.Silence();
            }
            case INVITE, KNOCK -> new Reply.Silence();
        };
    }

    private void left(Tx tx, Guest guest, Instant now) {
        if (Set.of(Guest.State.INVITED, Guest.State.ASKED).contains(guest.state())) {
            boolean again = guest.left() == 0;
            store.leftChat(tx, guest.user());
            store.move(tx, guest.user(), guest.state(), again ? Guest.State.WAITING : Guest.State.UNREACHABLE, now);
        }
    }

    private Reply reaction(Tx tx, Incoming.Reaction reaction, Instant now) {
        boolean yes = Emoji.plain(reaction.key()).equals(Questions.YES);
        if (yes) {
            store.inRoom(tx, reaction.meta().room(), reaction.meta().sender())
                    // A quick yes may come before we know the id of the question.
                    .filter(guest ->
                            guest.message().map(reaction.target()::equals).orElse(true))
                    .ifPresent(guest -> store.move(tx, guest.user(), Guest.State.ASKED, Guest.State.ACCEPTED, now));
        }
        return new Reply.Silence();
    }

    @Override
    public Reply bound(Tx tx, String key, EventId event, Instant now) {
        store.message(tx, UserId.parse(key), event);
        return new Reply.Silence();
    }

    @Override
    public Reply unsent(Tx tx, String key, Instant now) {
        store.move(tx, UserId.parse(key), Guest.State.ASKED, Guest.State.UNREACHABLE, now);
        return new Reply.Silence();
    }

    @Override
    public Optional<Command> unprefixed(Incoming.Message message, boolean direct) {
        if (!WORDS.contains(message.body().strip().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        UserId user = message.meta().sender();
        return setting.db()
                .read(tx -> store.inRoom(tx, message.meta().room(), user))
                .filter(guest -> guest.state() == Guest.State.ASKED)
                .map(guest -> Command.of(
                        "welcome",
                        Section.GUILD,
                        HELP,
                        Syntax.ignored(),
                        call -> new Reply.Stored(tx -> {
                            store.move(tx, user, Guest.State.ASKED, Guest.State.ACCEPTED, call.at());
                            return new Reply.Silence();
                        })));
    }

    @Override
    public List<Command> commands() {
        return List.of(Command.of("welcome", Section.GUILD, HELP, SYNTAX, this::answer));
    }

    private Reply answer(Call call) {
        Optional<String> word = call.args().text("user");
        if (word.isEmpty()) {
            boolean here = call.room().equals(setting.fallback());
            return new Reply.Stored(tx -> forMe(tx, call, here));
        }
        if (!call.caller().moderator()) {
            return Reply.refuse("You need power level 50 here for %swelcome <user>.".formatted(call.prefix()));
        }
        if (word.get().equalsIgnoreCase("status")) {
            return new Reply.Stored(this::status);
        }
        return People.meant(word.get(), call)
                .<Reply>map(user -> new Reply.Stored(tx -> again(tx, user, call.at())))
                .orElseGet(() ->
                        Reply.misused("welcome", SYNTAX, "%s is nobody I know.".formatted(Typed.quoted(word.get()))));
    }

    private Reply forMe(Tx tx, Call call, boolean inFallback) {
        UserId user = call.caller().user();
        Optional<Guest> guest = store.guest(tx, user).filter(known -> known.state() != Guest.State.GONE);
        if (guest.isEmpty()) {
            return Reply.refuse("welcome: join the guild's space first.");
        }
        if (guest.get().state() == Guest.State.ACCEPTED) {
            return new Reply.React("👍");
        }
        if (inFallback) {
            store.room(tx, user, setting.fallback());
            store.forgetInvites(tx, user);
            store.move(tx, user, guest.get().state(), Guest.State.ACCEPTED, call.at());
            return new Reply.React("👍");
        }
        restart(tx, guest.get(), call.at());
        return Reply.say("I write to you in our direct chat.");
    }

    private Reply again(Tx tx, UserId user, Instant now) {
        Optional<Guest> guest = store.guest(tx, user).filter(known -> known.state() != Guest.State.GONE);
        if (guest.isEmpty()) {
            return Reply.refuse("welcome: %s is not in the guild's space.".formatted(user));
        }
        restart(tx, guest.get(), now);
        return Reply.say("I welcome %s again.".formatted(questions.name(tx, user)));
    }

    private void restart(Tx tx, Guest guest, Instant now) {
        store.forgetInvites(tx, guest.user());
        store.move(tx, guest.user(), guest.state(), Guest.State.WAITING, now);
    }

    private Reply status(Tx tx) {
        Map<Guest.State, Long> counts = store.counts(tx);
        return Reply.say("Welcome: %d waiting, %d asked, %d done, %d unreachable."
                .formatted(
                        sum(counts, Guest.State.WAITING, Guest.State.INVITED),
                        sum(counts, Guest.State.ASKED, Guest.State.ACCEPTED),
                        sum(counts, Guest.State.DONE),
                        sum(counts, Guest.State.UNREACHABLE)));
    }

    private static long sum(Map<Guest.State, Long> counts, Guest.State... states) {
        long sum = 0;
        for (Guest.State state : states) {
            sum += counts.getOrDefault(state, 0L);
        }
        return sum;
    }
}
