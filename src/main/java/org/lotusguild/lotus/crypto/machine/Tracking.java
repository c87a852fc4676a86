package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.machine.TrackStore.Tracked;
import org.lotusguild.lotus.store.Tx;

/** Whose device lists we follow, and which of them must be asked for. The marks commit together with the sync answer. */
final class Tracking {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final long LONGEST = 8;

    private final Surroundings at;
    private final TrackStore store;
    private final Map<UserId, Tracked> tracked;
    private long version;

    Tracking(Tx tx, Surroundings at) {
        this.at = at;
        this.store = new TrackStore(at.account());
        this.tracked = store.all(tx);
    }

    /** Grows with each change of a mark. */
    long version() {
        return version;
    }

    void track(Tx tx, UserId user) {
        if (!tracked.containsKey(user)) {
            save(tx, user, Tracked.unseen());
        }
    }

    /** No room is shared any more: no news come, so the list counts for nothing. */
    void untrack(Tx tx, UserId user) {
        if (tracked.remove(user) != null) {
            version++;
            store.delete(tx, user);
        }
    }

    void changed(Tx tx, UserId user) {
        Tracked now = tracked.get(user);
        if (now != null) {
            save(tx, user, new Tracked(true, now.sequence() + 1, 0, Instant.EPOCH));
        }
    }

    void allChanged(Tx tx) {
        Set.copyOf(tracked.keySet()).forEach(user -> changed(tx, user));
    }

    /** Whether the stored list may be used: followed, and no change announced since it was asked for. */
    boolean isCurrent(UserId user) {
        Tracked now = tracked.get(user);
        return now != null && !now.dirty();
    }

    /** The sequence to ask with; empty if the user is not followed. */
    Optional<Long> sequence(UserId user) {
        return Optional.ofNullable(tracked.get(user)).map(Tracked::sequence);
    }

    List<UserId> due() {
        Instant now = at.now();
        return tracked.entrySet().stream()
                .filter(entry ->
                        entry.getValue().dirty() && !entry.getValue().retryAt().isAfter(now))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The list that was asked for at this sequence is stored. */
    void answered(Tx tx, UserId user, long sequence) {
        Tracked now = tracked.get(user);
        if (now != null && now.dirty() && now.sequence() == sequence) {
            save(tx, user, new Tracked(false, sequence, 0, Instant.EPOCH));
        }
    }

    /** No list came: ask again later, up to an hour later. */
    void unanswered(Tx tx, UserId user) {
        Tracked now = tracked.get(user);
        if (now != null) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(now.attempts(), LONGEST));
            save(
                    tx,
                    user,
                    new Tracked(
                            now.dirty(),
                            now.sequence(),
                            now.attempts() + 1,
                            at.now().plus(pause)));
        }
    }

    private void save(Tx tx, UserId user, Tracked next) {
        tracked.put(user, next);
        version++;
        store.save(tx, user, next);
    }
}
