package org.lotusguild.lotus.bot.extra;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.command.Times;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code !remind}: words that come back when their time has come, in the direct chat or for all who joined. */
final class Reminders implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(Reminders.class);
    private static final String KIND = "remind";
    private static final int MOST = 20;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String JOIN = "👍";
    private static final String HERE = "here";
    private static final String NOT_YOURS = "remind: only moderators look at what others asked for here.";
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})(\\s+here)?", Pattern.CASE_INSENSITIVE);
    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.choice("where", "me", "here", "list", "cancel"),
                    Parameter.rest("what", 600).optional())
            .shownAs("me|here <time> <text>");
    private static final Help HELP = new Help(
            "remind you later",
            Optional.of(
                    "Time: 90m, 2h, 18:00, 2026-12-24, 2026-12-24 18:00; 1 minute to 1 year. me: in our direct chat;"
                            + " here: in this room, for all who react with 👍. Also: list · cancel <n>;"
                            + " moderators: list here · cancel <n> here."),
            List.of("remind me 2h tea", "remind here 2026-12-24 18:00 presents", "remind list", "remind cancel 1"));

    private final Rooms rooms;
    private final DirectChats chats;
    private final Database db;
    private final Ballots ballots;
    private final ZoneId zone;
    private final ReminderStore store = new ReminderStore();

    Reminders(Rooms rooms, DirectChats chats, Database db, Ballots ballots, ZoneId zone) {
        this.rooms = rooms;
        this.chats = chats;
        this.db = db;
        this.ballots = ballots;
        this.zone = zone;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Command> commands() {
        return List.of(Command.of(KIND, Section.GUILD, HELP, SYNTAX, this::answer));
    }

    private Reply answer(Call call) {
        String what = call.args().text("what").orElse("");
        return switch (call.args().text("where").orElseThrow()) {
            case "list" -> new Reply.Stored(tx -> what.equalsIgnoreCase(HERE) ? listHere(tx, call) : list(tx, call));
            case "cancel" -> new Reply.Stored(tx -> cancel(tx, call, what));
            case "me" -> remind(call, what, true);
            default -> remind(call, what, false);
        };
    }

    private Reply remind(Call call, String what, boolean alone) {
        Optional<When> read = When.read(what, call.at(), zone);
        if (read.isEmpty()) {
            return Reply.misused(
                    KIND, SYNTAX, "cannot read %s as a time.".formatted(Typed.quoted(what.split("\\s", 2)[0])));
        }
        When when = read.get();
        Duration wait = Duration.between(call.at(), when.at());
        if (wait.compareTo(SHORTEST) < 0 || wait.compareTo(LONGEST) > 0) {
            return Reply.misused(KIND, SYNTAX, "the time must be 1 minute to 1 year from now.");
        }
        if (when.rest().isEmpty()) {
            return Reply.misused(KIND, SYNTAX, "of what?");
        }
        RoomId room = alone ? chats.open(call.caller().user(), true) : call.room();
        return new Reply.Stored(tx -> kept(tx, call, room, when, alone));
    }

    private Reply kept(Tx tx, Call call, RoomId room, When when, boolean alone) {
        UserId owner = call.caller().user();
        if (store.of(tx, owner).size() >= MOST) {
            return Reply.refuse("remind: you have %d reminders already. Cancel one with %sremind cancel <n>."
                    .formatted(MOST, call.prefix()));
        }
        String id = call.trigger().value();
        Optional<EventId> thread = alone ? Optional.empty() : call.threadRoot();
        store.put(tx, new ReminderStore.Reminder(id, owner, room, thread, when.rest(), when.at(), Optional.empty()));
        Reply.Bind bind = new Reply.Bind(KIND, id);
        String words = "⏰ %s.".formatted(Times.shown(when.at(), zone));
        Reply said = alone
                ? Reply.say(words)
                : new Reply.Post(room, Doc.plain(words + " React with 👍 to be reminded as well."))
                        .replyingTo(call.trigger())
                        .seeded(List.of(JOIN))
                        .bound(bind);
        return Reply.several(said, new Reply.Wake(bind, when.at()));
    }

    private Reply list(Tx tx, Call call) {
        return listed(store.of(tx, call.caller().user()), "You have no reminders.", one -> "");
    }

    private Reply listHere(Tx tx, Call call) {
        return call.caller().moderator()
                ? listed(
                        store.in(tx, call.room()),
                        "There are no reminders here.",
                        one -> rooms.displayName(tx, one.room(), one.owner()) + ": ")
                : Reply.refuse(NOT_YOURS);
    }

    private Reply listed(
            List<ReminderStore.Reminder> all, String nothing, Function<ReminderStore.Reminder, String> owner) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ReminderStore.Reminder one = all.get(i);
            lines.add("%d. %s · %s%s".formatted(i + 1, Times.shown(one.dueAt(), zone), owner.apply(one), one.words()));
        }
        return Reply.say(lines.isEmpty() ? nothing : String.join("\n", lines));
    }

    /** @param typed a number of the caller's own list, or with {@code here} of the room's */
    private Reply cancel(Tx tx, Call call, String typed) {
        Matcher read = NUMBER.matcher(typed);
        boolean here = read.matches() && read.group(2) != null;
        if (here && !call.caller().moderator()) {
            return Reply.refuse(NOT_YOURS);
        }
        List<ReminderStore.Reminder> all =
                here ? store.in(tx, call.room()) : store.of(tx, call.caller().user());
        int number = read.matches() ? Integer.parseInt(read.group(1)) : 0;
        if (number < 1 || number > all.size()) {
            return Reply.refuse("remind: no reminder %s. %sremind list%s"
                    .formatted(Typed.quoted(typed), call.prefix(), here ? " here shows all." : " shows yours."));
        }
        forget(tx, all.get(number - 1));
        return new Reply.React("✅");
    }

    private void forget(Tx tx, ReminderStore.Reminder reminder) {
        store.forget(tx, reminder.id());
        reminder.event().ifPresent(event -> ballots.close(tx, event));
    }

    @Override
    public Reply bound(Tx tx, String key, EventId event, Instant now) {
        store.byId(tx, key).ifPresent(reminder -> {
            store.sent(tx, key, event);
            ballots.open(tx, event, reminder.room());
        });
        return new Reply.Silence();
    }

    @Override
    public void before(String key, Instant at, Instant now) {
        db.read(tx -> store.byId(tx, key)).ifPresent(reminder -> before(reminder, now));
    }

    /** Who may not speak there any more is not spoken for. */
    private void before(ReminderStore.Reminder reminder, Instant now) {
        if (rooms.isJoined(reminder.room()) && !isPresent(reminder.owner(), reminder.room())) {
            db.run(tx -> forget(tx, reminder));
            LOG.atInfo()
                    .addKeyValue("room", reminder.room())
                    .addKeyValue("user", reminder.owner())
                    .log("a reminder is dropped: whoever asked for it is not in the room any more");
            return;
        }
        reminder.event().ifPresent(event -> ballots.ask(reminder.room(), event, "m.annotation", now));
    }

    private boolean isPresent(UserId user, RoomId room) {
        return rooms.joinedMembers(room).contains(user)
                || rooms.invitedMembers(room).contains(user);
    }

    @Override
    public Reply due(Tx tx, String key, Instant at, Instant now) {
        Optional<ReminderStore.Reminder> found = store.byId(tx, key);
        if (found.isEmpty()) {
            return new Reply.Silence();
        }
        ReminderStore.Reminder reminder = found.get();
        Set<UserId> people = new LinkedHashSet<>(List.of(reminder.owner()));
        reminder.event()
                .ifPresent(event -> people.addAll(
                        ballots.standing(tx, event, List.of(JOIN), now).keySet()));
        forget(tx, reminder);
        List<Span> line = new ArrayList<>(List.of(Span.words("⏰ ")));
        line.addAll(Block.Line.joined(
                        ", ",
                        people.stream()
                                .map(user -> Span.mention(user, rooms.displayName(tx, reminder.room(), user)))
                                .toList())
                .spans());
        line.add(Span.words(": " + reminder.words()));
        return new Reply.Post(reminder.room(), Doc.of(new Block.Line(line))).inThread(reminder.thread());
    }
}
