package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
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
            makeRoom(tx, owner);
            return true;
        }
        Inbound held = known.get();
        boolean owned = isOf(held.owner(), owner) || owners.claim(tx, held, owner);
        if (!owned || held.megolm().firstKnownIndex() <= offered.firstKnownIndex()) {
            offered.close();
        } else {
            keep(tx, id, offered, held.owner(), held.highestSeen());
        }
        return owned;
    }

    private void keep(Tx tx, Inbound.Id id, MegolmInbound session, Owner owner, long highestSeen) {
        InboundRow row = new InboundRow(session.pickle(), owner, session.firstKnownIndex());
        store.save(tx, id.room(), id.sessionId(), row, now.instant());
        cache.put(id, new Inbound(id, session, owner, highestSeen));
    }

    /** A user who makes sessions without end loses his own oldest ones. */
    private void makeRoom(Tx tx, Owner owner) {
        for (Inbound.Id old : store.beyond(tx, owner.user(), MOST_OF_USER)) {
            store.delete(tx, old);
            cache.remove(old);
        }
    }

    /** The events that were read before this time need not be told apart any more: their indexes are closed. */
    void closeReadBefore(Tx tx, Instant limit) {
        store.closeReadBefore(tx, limit);
    }

    private static boolean isOf(Owner known, Owner offered) {
        return known.user().equals(offered.user())
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
