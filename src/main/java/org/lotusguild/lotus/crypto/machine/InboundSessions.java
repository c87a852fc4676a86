package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.machine.InboundStore.InboundRow;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;
import org.lotusguild.lotus.store.Tx;

/** The sessions with which rooms are read: loaded on demand, the 2,000 last used ones in memory. */
final class InboundSessions implements AutoCloseable {
    private static final int CACHED = 2_000;

    private static final int MOST_OF_USER = 10_000;

    private final InboundStore store;
    private final Owners owners;
    private final InstantSource now;
    private final Lru<Inbound.Id, Inbound> cache = new Lru<>(CACHED, Inbound::close);
    /** Until a look at the store finds none, there may be sessions that the backup lacks. */
    private boolean toBackUp = true;

    /** What became of a session that carries no proof of who made it. */
    enum Restored {
        ADDED,
        KNOWN,
        /** Another session of the same name. */
        OTHER
    }

    InboundSessions(InboundStore store, Owners owners, InstantSource now) {
        this.store = store;
        this.owners = owners;
        this.now = now;
    }

    Optional<Inbound> find(Tx tx, RoomId room, String sessionId) {
        Inbound.Id id = new Inbound.Id(room, sessionId);
        Inbound cached = cache.find(id);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<Inbound> loaded = store.find(tx, room, sessionId).map(row -> load(tx, id, row));
        loaded.ifPresent(inbound -> cache.put(id, inbound));
        return loaded;
    }

    private Inbound load(Tx tx, Inbound.Id id, InboundRow row) {
        return new Inbound(id, MegolmInbound.fromPickle(row.pickle()), row.owner(), store.highestSeen(tx, id));
    }

    /** A session of this id that we have for another room. */
    Optional<Inbound> findElsewhere(Tx tx, RoomId room, String sessionId) {
        return store.otherRoom(tx, room, sessionId).flatMap(other -> find(tx, other, sessionId));
    }

    /**
     * Takes the session over, or closes it. Its key is signed by the session itself, so whoever brings the one from the
     * earliest index, that one is kept; who may write with it is {@link Owners}' part.
     *
     * @return false if another device of the same user owns the session
     */
    boolean accept(Tx tx, RoomId room, MegolmInbound offered, Owner owner) {
        Inbound.Id id = new Inbound.Id(room, offered.sessionId());
        Optional<Inbound> known = find(tx, room, offered.sessionId());
        if (known.isEmpty()) {
            keep(tx, id, offered, owner, -1);
            makeRoom(tx, Objects.requireNonNull(owner.user(), "who brings a key is known"));
            return true;
        }
        Inbound held = known.get();
        if (!held.owner().origin().proven()) {
            prove(tx, held, offered, owner);
            return true;
        }
        boolean owned = isOf(held.owner(), owner) || owners.claim(tx, held, owner);
        if (!owned || held.megolm().firstKnownIndex() <= offered.firstKnownIndex()) {
            offered.close();
        } else {
            keep(tx, id, offered, held.owner(), held.highestSeen());
        }
        return owned;
    }

    /**
     * A key that proves itself comes for one that did not. What reads from an earlier index stays if it is the same session.
     * The one who brings it is the owner if it is the device that the other key named, else one more claim.
     */
    private void prove(Tx tx, Inbound held, MegolmInbound offered, Owner owner) {
        boolean named = held.owner().identityKey().equals(owner.identityKey());
        if (!named) {
            owners.claim(tx, held, owner);
        }
        MegolmInbound kept = offered;
        if (held.megolm().firstKnownIndex() <= offered.firstKnownIndex() && sameSession(held.megolm(), offered)) {
            kept = MegolmInbound.fromPickle(held.megolm().pickle());
            offered.close();
        }
        keep(tx, held.id(), kept, named ? owner : held.owner(), held.highestSeen());
    }

    /** Takes over a session that carries no proof of who made it, or closes it. */
    Restored restore(Tx tx, RoomId room, MegolmInbound offered, Owner owner) {
        Inbound.Id id = new Inbound.Id(room, offered.sessionId());
        Optional<Inbound> known = find(tx, room, offered.sessionId());
        if (known.isEmpty()) {
            keep(tx, id, offered, owner, -1);
            return Restored.ADDED;
        }
        Inbound held = known.get();
        boolean better = offered.firstKnownIndex() < held.megolm().firstKnownIndex();
        boolean same = better ? sameSession(offered, held.megolm()) : sameSession(held.megolm(), offered);
        if (!same || !better) {
            offered.close();
            return same ? Restored.KNOWN : Restored.OTHER;
        }
        keep(tx, id, offered, held.owner(), held.highestSeen());
        return Restored.ADDED;
    }

    /** Whether both read the same from the later one's first index on. */
    private static boolean sameSession(MegolmInbound earlier, MegolmInbound later) {
        long common = later.firstKnownIndex();
        Optional<Secret> ours = later.exportAt(common);
        return ours.isPresent()
                && earlier.exportAt(common)
                        .filter(theirs -> theirs.matches(ours.get().value()))
                        .isPresent();
    }

    boolean toBackUp() {
        return toBackUp;
    }

    void allBackedUp() {
        toBackUp = false;
    }

    void lookForBackups() {
        toBackUp = true;
    }

    /** In order of session and room. */
    List<Inbound> page(Tx tx, Optional<Inbound.Id> after, int size) {
        String session = after.map(Inbound.Id::sessionId).orElse("");
        String room = after.map(last -> last.room().value()).orElse("");
        return store.page(tx, session, room, size).stream()
                .map(id -> find(tx, id.room(), id.sessionId()).orElseThrow())
                .toList();
    }

    private void keep(Tx tx, Inbound.Id id, MegolmInbound session, Owner owner, long highestSeen) {
        InboundRow row = new InboundRow(session.pickle(), owner, session.firstKnownIndex());
        store.save(tx, id.room(), id.sessionId(), row, now.instant());
        cache.put(id, new Inbound(id, session, owner, highestSeen));
        toBackUp = true;
    }

    /** A user who makes sessions without end loses his own oldest ones. */
    private void makeRoom(Tx tx, UserId user) {
        for (Inbound.Id old : store.beyond(tx, user, MOST_OF_USER)) {
            store.delete(tx, old);
            cache.remove(old);
        }
    }

    /** The events that were read before this time need not be told apart any more: their indexes are closed. */
    void closeReadBefore(Tx tx, Instant limit) {
        store.closeReadBefore(tx, limit);
    }

    private static boolean isOf(Owner known, Owner offered) {
        return Objects.equals(known.user(), offered.user())
                && known.identityKey().equals(offered.identityKey())
                && known.origin() == offered.origin();
    }

    void trim() {
        cache.trim();
    }

    @Override
    public void close() {
        cache.clear();
    }
}
