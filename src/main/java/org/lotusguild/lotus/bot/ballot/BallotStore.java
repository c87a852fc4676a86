package org.lotusguild.lotus.bot.ballot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Messages that are voted on (boxes), and the votes in the order of their arrival here. */
final class BallotStore {

    void open(Tx tx, EventId box, RoomId room) {
        tx.sql("insert into bot_ballot_box (event_id, room) values (:box, :room) on conflict do nothing")
                .bind("box", box)
                .bind("room", room)
                .update();
    }

    void forget(Tx tx, EventId box) {
        tx.sql("delete from bot_ballot_box where event_id = :box")
                .bind("box", box)
                .update();
    }

    void forgetVotes(Tx tx, EventId box) {
        tx.sql("delete from bot_ballot where box = :box").bind("box", box).update();
    }

    /** The room of a box. */
    Optional<RoomId> room(Tx tx, EventId box) {
        return tx.sql("select room from bot_ballot_box where event_id = :box")
                .bind("box", box)
                .first(row -> RoomId.parse(row.text("room")));
    }

    record Vote(EventId event, UserId voter, String choice) {}

    /** @param typed whether the vote is a message, which the homeserver does not list among the relations */
    void add(Tx tx, EventId box, Vote vote, boolean typed, Instant at) {
        tx.sql("""
                insert into bot_ballot (box, vote, voter, choice, arrival, at, typed)
                values (:box, :vote, :voter, :choice,
                    (select coalesce(max(arrival), 0) + 1 from bot_ballot where box = :box), :at, :typed)
                on conflict do nothing""")
                .bind("box", box)
                .bind("vote", vote.event())
                .bind("voter", vote.voter())
                .bind("choice", vote.choice())
                .bind("at", at)
                .bind("typed", typed)
                .update();
    }

    void withdraw(Tx tx, EventId vote, Instant at) {
        tx.sql("update bot_ballot set withdrawn_at = :at where vote = :vote and withdrawn_at is null")
                .bind("vote", vote)
                .bind("at", at)
                .update();
    }

    /** Reactions and responses that came until then and stand. */
    List<EventId> listed(Tx tx, EventId box, Instant until) {
        return tx.sql("""
                        select vote from bot_ballot
                        where box = :box and typed = 0 and at <= :until and withdrawn_at is null""").bind("box", box).bind("until", until).list(row -> EventId.parse(row.text("vote")));
    }

    /** Votes that stood at that time, the earliest first. */
    List<Vote> standing(Tx tx, EventId box, Instant at) {
        return tx.sql("""
                        select vote, voter, choice from bot_ballot
                        where box = :box and at <= :at and (withdrawn_at is null or withdrawn_at > :at)
                        order by arrival""")
                .bind("box", box)
                .bind("at", at)
                .list(row ->
                        new Vote(EventId.parse(row.text("vote")), UserId.parse(row.text("voter")), row.text("choice")));
    }
}
