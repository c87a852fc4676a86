package org.lotusguild.lotus.bot.extra;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Places;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.command.Times;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code !schedule}: words that go to a room at their time, once or again and again. */
final class Schedules implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final String KIND = "schedule";
    private static final int MODERATOR = 50;
    private static final int MOST = 50;
    private static final int LONGEST = 2_000;
    private static final Duration TOO_LATE = Duration.ofHours(1);
    private static final String BY_DATE = "date";
    private static final Pattern LINE = Pattern.compile(
            "(?:\"([^\"]+)\"|“([^”]+)”|((?:[0-9*,/a-zA-Z-]+\\s+){5}))\\s*(\\S+)\\s+(\\S.*)", Pattern.DOTALL);
    private static final Pattern KEPT =
            Pattern.compile("(?:list|cancel\\s+(\\d{1,3}))(?:\\s+(\\S+))?", Pattern.CASE_INSENSITIVE);
    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.rest("what", LONGEST + 200).orSay("say when, where and what."))
            .shownAs("<cron|date> <room|here> <text>");
    private static final Help HELP = new Help(
            "post at a time",
            Optional.of("cron: minute hour day month weekday. Date: 2026-12-24 or 2026-12-24 18:00. Room: here, a name"
                    + " of the guild, an address, an id or a link; you must be a moderator there. Also: list"
                    + " · cancel <n>, with a room behind it of everybody there."),
            List.of(
                    "schedule 0 18 * * fri general Raid tonight!",
                    "schedule 2026-12-24 18:00 here Merry Christmas!",
                    "schedule list"));

    private final Rooms rooms;
    private final DirectChats chats;
    private final Database db;
    private final Places places;
    private final ZoneId zone;
    private final ScheduleStore store = new ScheduleStore();
    /** What is due now and may not be said, with the chat in which its author hears of it. */
    private final Map<String, Optional<RoomId>> withheld = new ConcurrentHashMap<>();

    /** @param byKey the rooms of the guild */
    Schedules(Rooms rooms, DirectChats chats, Database db, Map<String, RoomId> byKey, ZoneId zone) {
        this.rooms = rooms;
        this.chats = chats;
        this.db = db;
        this.places = new Places(byKey, rooms::resolve);
        this.zone = zone;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Command> commands() {
        return List.of(
                Command.of(KIND, Section.GUILD, HELP, SYNTAX, this::answer).withAccess(new Access.AtLeast(MODERATOR)));
    }

    private Reply answer(Call call) {
        String what = call.args().text("what").orElseThrow();
        Matcher kept = KEPT.matcher(what);
        if (kept.matches()) {
            return kept(call, Optional.ofNullable(kept.group(1)), Optional.ofNullable(kept.group(2)));
        }
        return planned(what, call.at())
                .map(plan -> in(call, plan.room(), room -> checked(call, room, plan)))
                .orElseGet(() -> Reply.misused(KIND, SYNTAX, "cannot read when, where and what."));
    }

    /** The caller's own; with a room, all of it. */
    private Reply kept(Call call, Optional<String> number, Optional<String> typed) {
        return typed.map(word -> in(call, word, room -> kept(call, number, word, tx -> store.in(tx, room))))
                .orElseGet(() ->
                        kept(call, number, "", tx -> store.of(tx, call.caller().user())));
    }

    private Reply kept(Call call, Optional<String> number, String where, Function<Tx, List<ScheduleStore.Entry>> all) {
        return new Reply.Stored(tx -> number.map(
                        typed -> cancel(tx, call, all.apply(tx), Integer.parseInt(typed), where))
                .orElseGet(() -> Reply.say(list(tx, all.apply(tx), where))));
    }

    private record Plan(String rule, Instant at, String room, String words) {}

    private Optional<Plan> planned(String what, Instant now) {
        Matcher line = LINE.matcher(what);
        if (line.matches()) {
            String rule = Optional.ofNullable(line.group(1))
                    .or(() -> Optional.ofNullable(line.group(2)))
                    .orElse(line.group(3));
            return next(rule, now).map(at -> new Plan(rule.strip(), at, line.group(4), line.group(5)));
        }
        return When.read(what, now, zone)
                .filter(when -> when.rest().contains(" "))
                .map(when -> {
                    String[] parts = when.rest().split("\\s+", 2);
                    return new Plan(BY_DATE, when.at(), parts[0], parts[1].strip());
                });
    }

    private Optional<Instant> next(String rule, Instant now) {
        return Cron.read(rule).flatMap(cron -> cron.after(now.atZone(zone))).map(at -> at.toInstant());
    }

    /** In a room of which the caller is a moderator. */
    private Reply in(Call call, String typed, Function<RoomId, Reply> then) {
        Optional<RoomId> meant = typed.equalsIgnoreCase("here") ? Optional.of(call.room()) : places.meant(typed, call);
        if (meant.isEmpty()) {
            return Reply.refuse("schedule: no room %s in the guild.".formatted(Typed.quoted(typed)));
        }
        if (!rooms.isJoined(meant.get())) {
            return Reply.refuse("schedule: I am not in %s.".formatted(Typed.quoted(typed)));
        }
        if (!isModerator(call.caller().user(), meant.get())) {
            return Reply.refuse("schedule: you are no moderator of %s.".formatted(typed));
        }
        return then.apply(meant.get());
    }

    private Reply checked(Call call, RoomId room, Plan plan) {
        if (!plan.at().isAfter(call.at())) {
            return Reply.refuse("schedule: that time is over.");
        }
        if (plan.words().codePointCount(0, plan.words().length()) > LONGEST) {
            return Reply.refuse("schedule: the text has more than %d signs.".formatted(LONGEST));
        }
        return new Reply.Stored(tx -> kept(tx, call, room, plan));
    }

    /** Somebody who was put out may still have the power level of before. */
    private boolean isModerator(UserId user, RoomId room) {
        return rooms.joinedMembers(room).contains(user)
                && rooms.powerLevels(room).atLeast(user, MODERATOR);
    }

    private Reply kept(Tx tx, Call call, RoomId room, Plan plan) {
        UserId author = call.caller().user();
        if (store.of(tx, author).size() >= MOST) {
            return Reply.refuse("schedule: you have %d already.".formatted(MOST));
        }
        String id = call.trigger().value();
        store.put(tx, new ScheduleStore.Entry(id, author, room, plan.rule(), plan.words(), plan.at()));
        String first = plan.rule().equals(BY_DATE) ? "🗓️ %s." : "🗓️ First %s.";
        return Reply.several(
                Reply.say(first.formatted(Times.shown(plan.at(), zone))),
                new Reply.Wake(new Reply.Bind(KIND, id), plan.at()));
    }

    private String list(Tx tx, List<ScheduleStore.Entry> all, String where) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ScheduleStore.Entry one = all.get(i);
            String again = one.rule().equals(BY_DATE) ? "" : " (%s)".formatted(one.rule());
            String author = where.isEmpty() ? "" : rooms.displayName(tx, one.room(), one.author()) + ": ";
            lines.add("%d. %s%s · %s%s".formatted(i + 1, Times.shown(one.dueAt(), zone), again, author, one.words()));
        }
        String nothing = where.isEmpty() ? "You have nothing scheduled." : "Nothing is scheduled there.";
        return lines.isEmpty() ? nothing : String.join("\n", lines);
    }

    private Reply cancel(Tx tx, Call call, List<ScheduleStore.Entry> all, int number, String where) {
        if (number < 1 || number > all.size()) {
            String list = where.isEmpty() ? "list shows yours" : "list %s shows all".formatted(where);
            return Reply.refuse("schedule: no %d. %sschedule %s.".formatted(number, call.prefix(), list));
        }
        store.forget(tx, all.get(number - 1).id());
        return new Reply.React("✅");
    }

    /** For whom is no moderator there now nothing is posted; that may pass, so what comes again stays. */
    @Override
    public void before(String key, Instant at, Instant now) {
        withheld.remove(key);
        db.read(tx -> store.byId(tx, key))
                .filter(entry -> rooms.isJoined(entry.room()) && !isModerator(entry.author(), entry.room()))
                .ifPresent(entry -> {
                    withheld.put(key, Optional.empty());
                    LOG.atInfo()
                            .addKeyValue("room", entry.room())
                            .addKeyValue("user", entry.author())
                            .addKeyValue("again", !isOnce(entry))
                            .log("a scheduled post is left out: its author is no moderator of the room now");
                    if (isOnce(entry)) { // may ask the homeserver, and fail: the post is left out all the same
                        withheld.put(key, chats.find(entry.author()));
                    }
                });
    }

    /** What was missed while Lotus was down is made up for once, if it is not too late. */
    @Override
    public Reply due(Tx tx, String key, Instant at, Instant now) {
        Optional<ScheduleStore.Entry> found = store.byId(tx, key);
        if (found.isEmpty()) {
            return new Reply.Silence();
        }
        ScheduleStore.Entry entry = found.get();
        Reply post = words(entry, now);
        tx.afterCommit(() -> withheld.remove(key));
        Optional<Instant> next = isOnce(entry) ? Optional.empty() : next(entry.rule(), now);
        if (next.isEmpty()) {
            store.forget(tx, key);
            return post;
        }
        store.put(
                tx,
                new ScheduleStore.Entry(key, entry.author(), entry.room(), entry.rule(), entry.words(), next.get()));
        return Reply.several(post, new Reply.Wake(new Reply.Bind(KIND, key), next.get()));
    }

    private Reply words(ScheduleStore.Entry entry, Instant now) {
        Optional<RoomId> chat = withheld.get(entry.id());
        if (chat != null) {
            String dropped = "schedule: your post of %s was dropped: you are no moderator of its room any more."
                    .formatted(Times.shown(entry.dueAt(), zone));
            return chat.filter(told -> isOnce(entry))
                    .<Reply>map(room -> new Reply.Post(room, Doc.plain(dropped)))
                    .orElseGet(Reply.Silence::new);
        }
        boolean inTime = now.isBefore(entry.dueAt().plus(TOO_LATE));
        return inTime ? new Reply.Post(entry.room(), Doc.plain(entry.words())) : new Reply.Silence();
    }

    private static boolean isOnce(ScheduleStore.Entry entry) {
        return entry.rule().equals(BY_DATE);
    }
}
