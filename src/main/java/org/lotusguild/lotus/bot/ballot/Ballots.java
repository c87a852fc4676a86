package org.lotusguild.lotus.bot.ballot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;

/**
 * Counts reactions and poll responses on messages. The order is that of arrival here; the clocks of senders do not matter. Must
 * hear an event before the features that count.
 */
public final class Ballots implements Feature {
    private static final int MOST_EARLY = 500;
    private static final Duration EARLY = Duration.ofMinutes(1);

    private final Rooms rooms;
    private final Database db;
    private final BiPredicate<RoomId, UserId> ignored;
    private final BallotStore store = new BallotStore();
    /** Somebody may see a message and react before we know its event id. */
    private final Deque<Early> early = new ArrayDeque<>();

    private record Early(EventId target, RoomId room, BallotStore.Vote vote, Instant at) {}

    /** @param ignored whose reactions never count, by room; not asked inside of transactions */
    public Ballots(Rooms rooms, Database db, BiPredicate<RoomId, UserId> ignored) {
        this.rooms = rooms;
        this.db = db;
        this.ignored = ignored;
    }

    @Override
    public String kind() {
        return "ballot";
    }

    /** From now on votes on that message count. */
    public void open(Tx tx, EventId box, RoomId room) {
        store.open(tx, box, room);
        for (Early one : taken(box)) {
            vote(tx, one);
        }
    }

    private List<Early> taken(EventId box) {
        List<Early> taken = new ArrayList<>();
        synchronized (early) {
            Iterator<Early> waiting = early.iterator();
            while (waiting.hasNext()) {
                Early one = waiting.next();
                if (one.target().equals(box)) {
                    waiting.remove();
                    taken.add(one);
                }
            }
        }
        return taken;
    }

    /** The votes are counted: nobody needs to know any more who voted for what. */
    public void close(Tx tx, EventId box) {
        store.forget(tx, box);
        store.forgetVotes(tx, box);
    }

    /**
     * A vote by other means than a reaction. Nothing happens if the box is not open.
     *
     * @param cause the event that is the vote
     */
    public void put(Tx tx, EventId box, EventId cause, UserId voter, String choice, Instant at) {
        if (store.room(tx, box).isPresent()) {
            store.add(tx, box, new BallotStore.Vote(cause, voter, Emoji.plain(choice)), true, at);
        }
    }

    /**
     * Each voter's last vote that stood at that time, the earliest first.
     *
     * @param choices the votes that count; others are passed over
     */
    public Map<UserId, String> standing(Tx tx, EventId box, List<String> choices, Instant at) {
        Set<String> counted = choices.stream().map(Emoji::plain).collect(Collectors.toSet());
        Map<UserId, String> standing = new LinkedHashMap<>();
        for (BallotStore.Vote vote : store.standing(tx, box, at)) {
            if (counted.contains(vote.choice())) {
                standing.remove(vote.voter());
                standing.put(vote.voter(), vote.choice());
            }
        }
        return standing;
    }

    /**
     * Asks the homeserver for the votes on a message, and takes in what sync has not brought: votes that are missing here come
     * last, votes that are gone there are withdrawn. Not inside of transactions.
     *
     * @param now before the question: what comes here meanwhile is not doubted
     * @param relation {@code m.annotation} for reactions, {@code m.reference} for responses
     */
    public void ask(RoomId room, EventId box, String relation, Instant now) {
        List<Incoming> events = rooms.related(room, box, relation).stream()
                .filter(event -> !ignored.test(room, event.meta().sender()))
                .toList();
        db.run(tx -> {
            Set<EventId> there = events.stream().map(e -> e.meta().id()).collect(Collectors.toSet());
            for (EventId vote : store.listed(tx, box, now)) {
                if (!there.contains(vote)) {
                    store.withdraw(tx, vote, now);
                }
            }
            events.forEach(event -> heard(tx, event, now));
        });
    }

    @Override
    public Reply heard(Tx tx, Incoming event, Instant now) {
        switch (event) {
            case Incoming.Reaction reaction -> vote(tx, early(event, reaction.target(), reaction.key(), now));
            case Incoming.PollVote vote ->
                vote(
                        tx,
                        early(
                                event,
                                vote.poll(),
                                vote.answers().isEmpty() ? "" : vote.answers().getFirst(),
                                now));
            case Incoming.Redaction redaction -> {
                store.withdraw(tx, redaction.target(), now);
                forgotten(redaction.target());
            }
            case Incoming.Message _,
                    Incoming.Edit _,
                    Incoming.Membership _,
                    Incoming.StateChange _,
                    Incoming.Undecryptable _,
                    Incoming.Unknown _ -> {}
        }
        return new Reply.Silence();
    }

    private static Early early(Incoming event, EventId target, String choice, Instant at) {
        BallotStore.Vote vote =
                new BallotStore.Vote(event.meta().id(), event.meta().sender(), Emoji.plain(choice));
        return new Early(target, event.meta().room(), vote, at);
    }

    private void vote(Tx tx, Early vote) {
        EventId box = vote.target();
        var room = store.room(tx, box);
        if (room.isEmpty()) {
            keep(vote);
        } else if (room.get().equals(vote.room())) {
            store.add(tx, box, vote.vote(), false, vote.at());
        }
    }

    private void keep(Early one) {
        synchronized (early) {
            early.removeIf(old -> old.at().plus(EARLY).isBefore(one.at()));
            if (early.size() == MOST_EARLY) {
                early.removeFirst();
            }
            early.addLast(one);
        }
    }

    private void forgotten(EventId vote) {
        synchronized (early) {
            early.removeIf(one -> one.vote().event().equals(vote));
        }
    }
}
