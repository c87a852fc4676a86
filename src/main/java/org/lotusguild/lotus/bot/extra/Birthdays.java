package org.lotusguild.lotus.bot.extra;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Tx;

/** {@code !birthday}: people tell their day, never the year; one line in the morning for whose day it is. */
final class Birthdays implements Feature {
    private static final Reply.Bind DAILY = new Reply.Bind("birthday", "daily");
    private static final int SHOWN = 5;
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final Pattern DAY = Pattern.compile("(\\d{1,2})[. ]\\s*(\\p{L}{3,9}|\\d{1,2})\\.?");
    private static final Syntax SYNTAX =
            Syntax.of(Parameter.rest("day", 40).orSay("say a day and a month.")).shownAs("<day month>|off|next");
    private static final Help HELP = new Help(
            "your birthday",
            Optional.of("Day and month, no year. off forgets it, next shows whose come next."),
            List.of("birthday 24 Dec", "birthday next", "birthday off"));

    private final Rooms rooms;
    private final RoomId room;
    private final ZoneId zone;
    private final BirthdayStore store = new BirthdayStore();

    /** @param room where people are congratulated */
    Birthdays(Rooms rooms, RoomId room, ZoneId zone) {
        this.rooms = rooms;
        this.room = room;
        this.zone = zone;
    }

    @Override
    public String kind() {
        return DAILY.kind();
    }

    @Override
    public List<Command> commands() {
        return List.of(Command.of(DAILY.kind(), Section.GUILD, HELP, SYNTAX, this::answer));
    }

    private Reply answer(Call call) {
        String typed = call.args().text("day").orElseThrow().strip();
        return switch (typed.toLowerCase(Locale.ROOT)) {
            case "off" ->
                new Reply.Stored(tx -> {
                    store.forget(tx, call.caller().user());
                    return new Reply.React("✅");
                });
            case "next" -> new Reply.Stored(tx -> next(tx, call));
            default ->
                day(typed)
                        .<Reply>map(day -> new Reply.Stored(tx -> kept(tx, call, day)))
                        .orElseGet(() -> Reply.misused(
                                DAILY.kind(), SYNTAX, "cannot read %s as a day.".formatted(Typed.quoted(typed))));
        };
    }

    /** {@code 24 12}, {@code 24.12.}, {@code 24 Dec}, {@code 24 December}. */
    static Optional<MonthDay> day(String typed) {
        Matcher parts = DAY.matcher(typed);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String second = parts.group(2).toUpperCase(Locale.ROOT);
        Optional<Integer> month = second.matches("\\d+")
                ? Optional.of(Integer.parseInt(second))
                : Arrays.stream(Month.values())
                        .filter(m -> m.name().startsWith(second))
                        .map(Month::getValue)
                        .findFirst();
        try {
            return month.map(m -> MonthDay.of(m, Integer.parseInt(parts.group(1))));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private Reply kept(Tx tx, Call call, MonthDay day) {
        store.put(tx, call.caller().user(), day);
        return Reply.several(
                Reply.say("🎂 %s. No year is kept; %sbirthday off forgets the day."
                        .formatted(FORM.format(day), call.prefix())),
                new Reply.Wake(DAILY, When.next(When.MORNING, call.at(), zone)));
    }

    private Reply next(Tx tx, Call call) {
        LocalDate today = call.at().atZone(zone).toLocalDate();
        List<BirthdayStore.Birthday> all = store.all(tx).stream()
                .sorted(Comparator.comparing(b -> following(b.day(), today)))
                .limit(SHOWN)
                .toList();
        if (all.isEmpty()) {
            return Reply.say("Nobody has told a birthday yet.");
        }
        List<Span> line = new ArrayList<>(List.of(Span.words("🎂 Next: ")));
        for (int i = 0; i < all.size(); i++) {
            BirthdayStore.Birthday one = all.get(i);
            line.add(Span.words(i == 0 ? "" : ", "));
            line.add(Span.name(one.person(), rooms.displayName(tx, call.room(), one.person())));
            line.add(Span.words(" " + FORM.format(one.day())));
        }
        return new Reply.Say(Doc.of(new Block.Line(line)));
    }

    private static LocalDate following(MonthDay day, LocalDate today) {
        LocalDate thisYear = day.atYear(today.getYear());
        return thisYear.isBefore(today) ? day.atYear(today.getYear() + 1) : thisYear;
    }

    /** Who was born on 29 February is congratulated on the 28th in most years. */
    @Override
    public Reply due(Tx tx, String key, Instant at, Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        List<Reply> replies = new ArrayList<>();
        List<Span> people = new ArrayList<>();
        for (BirthdayStore.Birthday one : store.all(tx)) {
            if (one.day().atYear(today.getYear()).equals(today)) {
                people.add(Span.mention(one.person(), rooms.displayName(tx, room, one.person())));
            }
        }
        if (!people.isEmpty()) {
            List<Span> line = new ArrayList<>(List.of(Span.words("🎂 Happy birthday, ")));
            line.addAll(Block.Line.joined(", ", people).spans());
            line.add(Span.words("!"));
            replies.add(new Reply.Post(room, Doc.of(new Block.Line(line))));
        }
        replies.add(new Reply.Wake(DAILY, When.next(When.MORNING, now, zone)));
        return new Reply.Several(replies);
    }
}
