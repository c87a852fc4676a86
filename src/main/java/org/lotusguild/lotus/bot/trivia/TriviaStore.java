package org.lotusguild.lotus.bot.trivia;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.game.trivia.Question;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Running rounds, what was asked, and points. */
final class TriviaStore {

    /**
     * A series of questions in a room; of one, mostly.
     *
     * @param thread root of the thread that it was asked for in
     * @param question as it is shown
     * @param event and deadline: known when the question is sent
     * @param pausing between two questions
     * @param remaining questions after this one
     */
    record Round(
            String id,
            RoomId room,
            UserId starter,
            Optional<String> category,
            Optional<EventId> thread,
            Question question,
            Optional<EventId> event,
            Optional<Instant> deadline,
            boolean pausing,
            long remaining,
            long total) {}

    /** Begins the round, or puts its next question. */
    void put(Tx tx, Round round) {
        tx.sql("""
                insert into bot_trivia_round
                    (id, room, starter, category, thread, question, event_id, deadline, pausing, remaining, total)
                values (:id, :room, :starter, :category, :thread, :question, :event, :deadline, :pausing, :remaining, :total)
                on conflict (id) do update set question = excluded.question, event_id = excluded.event_id,
                    deadline = excluded.deadline, pausing = excluded.pausing, remaining = excluded.remaining""")
                .bind("id", round.id())
                .bind("room", round.room())
                .bind("starter", round.starter())
                .bind("category", round.category().orElse(null))
                .bind("thread", round.thread().map(EventId::value).orElse(null))
                .bind("question", round.question().written())
                .bind("event", round.event().orElse(null))
                .bind("deadline", round.deadline().orElse(null))
                .bind("pausing", round.pausing())
                .bind("remaining", round.remaining())
                .bind("total", round.total())
                .update();
    }

    Optional<Round> byId(Tx tx, String id) {
        return tx.sql("""
                        select id, room, starter, category, thread, question, event_id, deadline, pausing, remaining, total
                        from bot_trivia_round where id = :id""").bind("id", id).first(TriviaStore::round);
    }

    Optional<Round> in(Tx tx, RoomId room) {
        return tx.sql("""
                        select id, room, starter, category, thread, question, event_id, deadline, pausing, remaining, total
                        from bot_trivia_round where room = :room""").bind("room", room).first(TriviaStore::round);
    }

    private static Round round(Row row) {
        return new Round(
                row.text("id"),
                RoomId.parse(row.text("room")),
                UserId.parse(row.text("starter")),
                row.optionalText("category"),
                row.optionalText("thread").map(EventId::parse),
                Question.read(row.text("question")),
                row.optionalText("event_id").map(EventId::parse),
                row.optionalInstant("deadline"),
                row.flag("pausing"),
                row.number("remaining"),
                row.number("total"));
    }

    void end(Tx tx, String id) {
        tx.sql("delete from bot_trivia_round where id = :id").bind("id", id).update();
    }

    void endSeries(Tx tx, String id) {
        tx.sql("delete from bot_trivia_series where round = :id").bind("id", id).update();
    }

    /** Texts of the questions that a room was asked, the last first. */
    List<String> asked(Tx tx, RoomId room) {
        return tx.sql("select question from bot_trivia_asked where room = :room order by number desc")
                .bind("room", room)
                .list(row -> row.text("question"));
    }

    void asked(Tx tx, RoomId room, Question question) {
        tx.sql("""
                insert into bot_trivia_asked (room, question, number)
                values (:room, :question,
                    (select coalesce(max(number), 0) + 1 from bot_trivia_asked where room = :room))
                on conflict (room, question) do update set number = excluded.number""").bind("room", room).bind("question", question.text()).update();
    }

    /** One more answer of each of these players; {@code point} if it was right. */
    void score(Tx tx, RoomId room, Collection<UserId> players, long point) {
        tx.batch(
                """
                insert into bot_trivia_score (room, player, points, answered) values (:room, :player, :point, 1)
                on conflict (room, player) do update set points = bot_trivia_score.points + excluded.points,
                    answered = bot_trivia_score.answered + 1""",
                players,
                (row, player) -> row.bind("room", room).bind("player", player).bind("point", point));
    }

    void scoreInSeries(Tx tx, String round, Collection<UserId> right) {
        tx.batch("""
                insert into bot_trivia_series (round, player, points) values (:round, :player, 1)
                on conflict (round, player) do update set points = bot_trivia_series.points + 1""", right, (row, player) -> row.bind("round", round).bind("player", player));
    }

    record Score(UserId player, long points, long answered) {}

    List<Score> series(Tx tx, String round) {
        return tx.sql("select player, points from bot_trivia_series where round = :round order by points desc, player")
                .bind("round", round)
                .list(row -> new Score(UserId.parse(row.text("player")), row.number("points"), row.number("points")));
    }

    List<Score> top(Tx tx, RoomId room, int most) {
        return tx.sql("""
                        select player, points, answered from bot_trivia_score
                        where room = :room and points > 0
                        order by points desc, points * 1000000 / answered desc, player limit :most""").bind("room", room).bind("most", most).list(TriviaStore::score);
    }

    List<Score> top(Tx tx, int most) {
        return tx.sql("""
                        select player, sum(points) as points, sum(answered) as answered from bot_trivia_score
                        group by player having sum(points) > 0
                        order by sum(points) desc, sum(points) * 1000000 / sum(answered) desc, player limit :most""").bind("most", most).list(TriviaStore::score);
    }

    private static Score score(Row row) {
        return new Score(UserId.parse(row.text("player")), row.number("points"), row.number("answered"));
    }
}
