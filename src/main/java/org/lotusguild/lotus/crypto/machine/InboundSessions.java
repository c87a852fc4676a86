package org.lotusguild.lotus.crypto.machine;

import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.machine.InboundStore.InboundRow;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;
import org.lotusguild.lotus.store.Tx;

/** The sessions with which rooms are read: loaded on demand, the 2,000 last used ones in memory. */
final class InboundSessions implements AutoCloseable {
    private static final int CACHED = 2_000;

    private final InboundStore store;
    private final Lru<Inbound.Id, Inbound> cache = new Lru<>(CACHED, Inbound::close);

    InboundSessions(InboundStore store) {
        this.store = store;
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
     * Takes the session over, or closes it. A known session is replaced only by the same device's from an earlier index.
     *
     * @return false if the session belongs to another device
     */
    boolean accept(Tx tx, RoomId room, MegolmInbound offered, Owner owner) {
        Optional<Inbound> known = find(tx, room, offered.sessionId());
        boolean sameOwner = known.isEmpty() || isOf(known.get().owner(), owner);
        if (!sameOwner
                || known.filter(held -> held.megolm().firstKnownIndex() <= offered.firstKnownIndex())
                        .isPresent()) {
            offered.close();
            return sameOwner;
        }
        Inbound.Id id = new Inbound.Id(room, offered.sessionId());
        long highestSeen = known.map(Inbound::highestSeen).orElse(-1L);
        Owner kept = known.map(Inbound::owner).orElse(owner);
        store.save(tx, room, id.sessionId(), new InboundRow(offered.pickle(), kept, offered.firstKnownIndex()));
        cache.put(id, new Inbound(id, offered, kept, highestSeen));
        return true;
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
