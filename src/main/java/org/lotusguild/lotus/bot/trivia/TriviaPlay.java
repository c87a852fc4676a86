package org.lotusguild.lotus.bot.trivia;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.game.trivia.Question;
import org.lotusguild.lotus.bot.game.trivia.Questions;
import org.lotusguild.lotus.bot.game.trivia.Sheet;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;

/** Asks, waits, reveals, counts: each step inside of one transaction. */
final class TriviaPlay {
    static final String KIND = "trivia";
    /** After that, votes that came too late here may have come in time there. */
    static final Duration LATE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int TOP = 10;

    private final Rooms rooms;
    private final Database db;
    private final Ballots ballots;
    private final Supplier<Questions> questions;
    private final int seconds;
    private final RandomGenerator random;
    private final TriviaStore store = new TriviaStore();

    TriviaPlay(
            Rooms rooms,
            Database db,
            Ballots ballots,
            Supplier<Questions> questions,
            int seconds,
            RandomGenerator random) {
        this.rooms = rooms;
        this.db = db;
        this.ballots = ballots;
        this.questions = questions;
        this.seconds = seconds;
        this.random = random;
    }

    Reply start(Tx tx, Call call, Optional<String> category, long count) {
        Optional<TriviaStore.Round> running = store.in(tx, call.room());
        if (running.isPresent()) {
            return Reply.refuse("trivia: a question is running; %s left."
                    .formatted(Durations.shown(left(running.get(), call.at()))));
        }
        TriviaStore.Round round = new TriviaStore.Round(
                call.trigger().value(),
                call.room(),
                call.caller().user(),
                category,
                call.threadRoot(),
                drawn(tx, call.room(), category),
                Optional.empty(),
                Optional.empty(),
                false,
                count - 1,
                count);
        return put(tx, round);
    }

    /** Of a question that is not sent yet: all of its time. */
    private Duration left(TriviaStore.Round round, Instant now) {
        return round.deadline().map(end -> Duration.between(now, end)).orElse(Duration.ofSeconds(seconds));
    }

    private Question drawn(Tx tx, RoomId room, Optional<String> category) {
        Question question = questions.get().drawn(category, store.asked(tx, room), random);
        store.asked(tx, room, question);
        return question.shuffled(random);
    }

    private Reply put(Tx tx, TriviaStore.Round round) {
        store.put(tx, round);
        return post(round, sheet(round).asked()).seeded(Sheet.LETTERS).bound(bind(round));
    }

    private static Reply.Post post(TriviaStore.Round round, Doc doc) {
        return new Reply.Post(round.room(), doc).inThread(round.thread());
    }

    private Sheet sheet(TriviaStore.Round round) {
        return new Sheet(round.question(), seconds);
    }

    private static Reply.Bind bind(TriviaStore.Round round) {
        return new Reply.Bind(KIND, round.id());
    }

    /** The time begins to run when the question's event id is known. */
    Reply sent(Tx tx, String id, EventId event, Instant now) {
        Optional<TriviaStore.Round> round = store.byId(tx, id);
        if (round.isEmpty()) {
            return new Reply.Silence();
        }
        Instant deadline = now.plusSeconds(seconds);
        store.put(tx, at(round.get(), Optional.of(event), deadline, false));
        ballots.open(tx, event, round.get().room());
        return new Reply.Wake(bind(round.get()), deadline);
    }

    private static TriviaStore.Round at(
            TriviaStore.Round round, Optional<EventId> event, Instant deadline, boolean pausing) {
        return new TriviaStore.Round(
                round.id(),
                round.room(),
                round.starter(),
                round.category(),
                round.thread(),
                round.question(),
                event,
                Optional.of(deadline),
                pausing,
                round.remaining(),
                round.total());
    }

    Reply unsent(Tx tx, String id) {
        end(tx, id);
        return new Reply.Silence();
    }

    private void end(Tx tx, String id) {
        store.end(tx, id);
        store.endSeries(tx, id);
    }

    /** Fills gaps before a late reveal; not inside of a transaction. */
    void ask(String id, Instant now) {
        db.read(tx -> store.byId(tx, id))
                .filter(round -> !round.pausing())
                .ifPresent(round ->
                        round.event().ifPresent(event -> ballots.ask(round.room(), event, "m.annotation", now)));
    }

    Reply due(Tx tx, String id, Instant now) {
        return store.byId(tx, id)
                .map(round -> round.pausing() ? next(tx, round) : reveal(tx, round, now))
                .orElse(new Reply.Silence());
    }

    private Reply next(Tx tx, TriviaStore.Round round) {
        return put(
                tx,
                new TriviaStore.Round(
                        round.id(),
                        round.room(),
                        round.starter(),
                        round.category(),
                        round.thread(),
                        drawn(tx, round.room(), round.category()),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        round.remaining() - 1,
                        round.total()));
    }

    private Reply reveal(Tx tx, TriviaStore.Round round, Instant now) {
        EventId event = round.event().orElseThrow();
        Instant deadline = round.deadline().orElseThrow();
        boolean late = now.isAfter(deadline.plus(LATE));
        Sheet sheet = sheet(round);
        Map<UserId, String> votes = ballots.standing(tx, event, Sheet.LETTERS, late ? now : deadline);
        ballots.close(tx, event);
        List<UserId> right = new ArrayList<>();
        List<UserId> wrong = new ArrayList<>();
        votes.forEach((user, letter) -> (letter.equals(sheet.rightLetter()) ? right : wrong).add(user));
        store.score(tx, round.room(), right, 1);
        store.score(tx, round.room(), wrong, 0);
        store.scoreInSeries(tx, round.id(), right);
        List<Span.Person> names =
                right.stream().map(user -> name(tx, round.room(), user)).toList();
        return Reply.several(
                new Reply.Revise(round.room(), event, sheet.closed()),
                post(round, sheet.revealed(names, wrong.size())),
                after(tx, round, now));
    }

    private Reply after(Tx tx, TriviaStore.Round round, Instant now) {
        if (round.remaining() > 0) {
            store.put(tx, at(round, Optional.empty(), now.plus(PAUSE), true));
            return new Reply.Wake(bind(round), now.plus(PAUSE));
        }
        Reply last = round.total() > 1 ? post(round, over(tx, round)) : new Reply.Silence();
        end(tx, round.id());
        return last;
    }

    private Doc over(Tx tx, TriviaStore.Round round) {
        return Sheet.series(standings(tx, round.room(), store.series(tx, round.id())));
    }

    private List<Sheet.Standing> standings(Tx tx, RoomId room, List<TriviaStore.Score> scores) {
        return scores.stream()
                .map(s -> new Sheet.Standing(name(tx, room, s.player()), s.points(), s.answered()))
                .toList();
    }

    private Span.Person name(Tx tx, RoomId room, UserId user) {
        return Span.name(user, rooms.displayName(tx, room, user));
    }

    Reply stop(Tx tx, Call call) {
        Optional<TriviaStore.Round> running = store.in(tx, call.room());
        if (running.isEmpty()) {
            return Reply.refuse("trivia: no question is running.");
        }
        TriviaStore.Round round = running.get();
        if (!round.starter().equals(call.caller().user()) && !call.caller().moderator()) {
            return Reply.refuse("trivia: only who started it or a moderator stops it.");
        }
        end(tx, round.id());
        round.event().ifPresent(event -> ballots.close(tx, event));
        Reply closed = round.event()
                .<Reply>map(event ->
                        new Reply.Revise(round.room(), event, sheet(round).closed()))
                .orElse(new Reply.Silence());
        return Reply.several(closed, Reply.say("Trivia is stopped."));
    }

    Reply topOfRoom(Tx tx, RoomId room) {
        return top(tx, room, "this room", store.top(tx, room, TOP));
    }

    /** @param shownIn whose names of people are used */
    Reply topOfGuild(Tx tx, RoomId shownIn) {
        return top(tx, shownIn, "the guild", store.top(tx, TOP));
    }

    private Reply top(Tx tx, RoomId room, String of, List<TriviaStore.Score> scores) {
        return scores.isEmpty()
                ? Reply.say("Nobody has a point yet.")
                : new Reply.Say(Sheet.top(of, standings(tx, room, scores)));
    }
}
