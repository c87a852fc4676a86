package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.crypto.machine.OlmStore.Peer;
import org.lotusguild.lotus.crypto.machine.OlmStore.SessionRow;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import org.lotusguild.lotus.store.Tx;

/**
 * The Olm sessions in memory, loaded on demand, written at the end of the step. Those over which the owner of an identity key
 * spoke stand on one shelf. What we began for a device that has not spoken yet stands on another, which only that device
 * fills: whoever shows an identity key that is not theirs pushes no session of its owner off, nor gets before it.
 */
final class OlmShelves implements AutoCloseable {
    private static final int ON_A_SHELF = 5;
    private static final int CACHED_SHELVES = 1_000;

    private final OlmStore store;
    private final Set<Peer> peers;
    private final Lru<Shelf, List<Held>> cache =
            new Lru<>(CACHED_SHELVES, sessions -> sessions.forEach(held -> held.session.close()));
    private final Set<Shelf> changed = new LinkedHashSet<>();

    /** @param begunFor the signing key of the device that is to speak yet; empty: the key's owner did */
    private record Shelf(Curve25519Key identityKey, Optional<Ed25519Key> begunFor) {}

    OlmShelves(Tx tx, OlmStore store) {
        this.store = store;
        this.peers = store.peers(tx);
    }

    /** Whether there is a session to encrypt with for the device with these two keys. */
    boolean serve(Curve25519Key identityKey, Ed25519Key signingKey) {
        return begun(identityKey, signingKey) || spoke(identityKey, signingKey);
    }

    private boolean begun(Curve25519Key identityKey, Ed25519Key signingKey) {
        return peers.contains(new Peer(identityKey, Optional.of(signingKey), false));
    }

    private boolean spoke(Curve25519Key identityKey, Ed25519Key signingKey) {
        return peers.contains(new Peer(identityKey, Optional.of(signingKey), true));
    }

    /** The best session for the device with these two keys. Only for one that they {@link #serve}. */
    Held best(Tx tx, Curve25519Key identityKey, Ed25519Key signingKey) {
        Stream<Held> unheard =
                begun(identityKey, signingKey) ? unheard(tx, identityKey, signingKey).stream() : Stream.empty();
        Stream<Held> heard = spoke(identityKey, signingKey)
                ? heard(tx, identityKey).stream().filter(held -> held.signingKey.equals(Optional.of(signingKey)))
                : Stream.empty();
        return Stream.concat(unheard, heard).min(Held.BEST_FIRST).orElseThrow();
    }

    /** What may read a message under this identity key of somebody whose devices with it have these signing keys. */
    List<Held> readers(Tx tx, Curve25519Key identityKey, Set<Ed25519Key> signingKeys) {
        List<Held> readers = new ArrayList<>(heard(tx, identityKey));
        signingKeys.stream()
                .filter(key -> begun(identityKey, key))
                .forEach(key -> readers.addAll(unheard(tx, identityKey, key)));
        readers.sort(Held.BEST_FIRST);
        return readers;
    }

    /** A session that we began, for the device with these two keys. */
    void begun(Tx tx, Curve25519Key identityKey, Ed25519Key signingKey, OlmSession session, Instant now) {
        List<Held> shelf = unheard(tx, identityKey, signingKey);
        put(tx, shelf, new Held(identityKey, Optional.of(signingKey), false, session, now));
    }

    /** A session that the owner of the key began. */
    Held takenUp(Tx tx, Curve25519Key identityKey, OlmSession session, Instant now) {
        Held held = new Held(identityKey, Optional.empty(), true, session, now);
        put(tx, heard(tx, identityKey), held);
        return held;
    }

    void encrypted(Held held, Instant now) {
        held.lastUsed = now;
        change(held);
    }

    void decrypted(Tx tx, Held held, Instant now) {
        held.lastDecrypted = now;
        held.lastUsed = now;
        if (held.heard) {
            change(held);
            return;
        }
        List<Held> from = cached(tx, held.shelf());
        from.remove(held);
        recount(from, held.peer());
        held.heard = true;
        put(tx, heard(tx, held.identityKey), held);
    }

    /** The other side says whose session it is; it may as well be nobody's that we know. */
    void belongs(Tx tx, Held held, Ed25519Key signingKey) {
        if (!held.signingKey.equals(Optional.of(signingKey))) {
            Peer before = held.peer();
            held.signingKey = Optional.of(signingKey);
            peers.add(held.peer());
            recount(cached(tx, held.shelf()), before);
            change(held);
        }
    }

    /** Lets all but so many go of those that no device list shows: anybody can make them up. */
    void keepUnlisted(Tx tx, int most) {
        flush(tx);
        List<Peer> unlisted = store.unlisted(tx);
        if (unlisted.size() <= most) {
            return;
        }
        for (Peer peer : unlisted.subList(most, unlisted.size())) {
            store.deleteAll(tx, peer);
            peers.remove(peer);
            cache.remove(shelf(peer));
        }
        store.forgetSeenOfNobody(tx);
    }

    private List<Held> heard(Tx tx, Curve25519Key identityKey) {
        return cached(tx, new Shelf(identityKey, Optional.empty()));
    }

    private List<Held> unheard(Tx tx, Curve25519Key identityKey, Ed25519Key signingKey) {
        return cached(tx, new Shelf(identityKey, Optional.of(signingKey)));
    }

    private List<Held> cached(Tx tx, Shelf shelf) {
        List<Held> found = cache.find(shelf);
        if (found == null) {
            found = new ArrayList<>(rows(tx, shelf).stream().map(Held::of).toList());
            cache.put(shelf, found);
        }
        return found;
    }

    private List<SessionRow> rows(Tx tx, Shelf shelf) {
        return shelf.begunFor()
                .map(key -> begun(shelf.identityKey(), key)
                        ? store.unheard(tx, shelf.identityKey(), key)
                        : List.<SessionRow>of())
                .orElseGet(() -> store.heard(tx, shelf.identityKey()));
    }

    private void put(Tx tx, List<Held> shelf, Held added) {
        shelf.add(added);
        peers.add(added.peer());
        change(added);
        if (shelf.size() > ON_A_SHELF) {
            Held oldest = shelf.stream()
                    .filter(held -> held != added)
                    .min(Comparator.comparing((Held held) -> held.lastUsed))
                    .orElseThrow();
            shelf.remove(oldest);
            recount(shelf, oldest.peer());
            store.delete(tx, oldest.identityKey, oldest.session.sessionId());
            oldest.session.close();
        }
    }

    private void recount(List<Held> shelf, Peer peer) {
        if (shelf.stream().noneMatch(held -> held.peer().equals(peer))) {
            peers.remove(peer);
        }
    }

    private void change(Held held) {
        held.changed = true;
        changed.add(held.shelf());
    }

    void flush(Tx tx) {
        List<SessionRow> rows = new ArrayList<>();
        for (Shelf shelf : changed) {
            for (Held held : cached(tx, shelf)) {
                if (held.changed) {
                    rows.add(held.row());
                    held.changed = false;
                }
            }
        }
        store.save(tx, rows);
        changed.clear();
        cache.trim();
    }

    private static Shelf shelf(Peer peer) {
        return new Shelf(peer.identityKey(), peer.heard() ? Optional.empty() : peer.signingKey());
    }

    @Override
    public void close() {
        cache.clear();
    }

    /** A session in memory. One that never decrypted counts from its making. */
    static final class Held {
        private static final Comparator<Held> BEST_FIRST =
                Comparator.comparing((Held held) -> held.lastDecrypted).reversed();

        final OlmSession session;
        private final Curve25519Key identityKey;
        private final Instant created;
        private Optional<Ed25519Key> signingKey;
        private boolean heard;
        private Instant lastDecrypted;
        private Instant lastUsed;
        private boolean changed;

        private Held(
                Curve25519Key identityKey,
                Optional<Ed25519Key> signingKey,
                boolean heard,
                OlmSession session,
                Instant now) {
            this.session = session;
            this.identityKey = identityKey;
            this.signingKey = signingKey;
            this.heard = heard;
            this.created = now;
            this.lastDecrypted = now;
            this.lastUsed = now;
        }

        private static Held of(SessionRow row) {
            Peer with = row.with();
            OlmSession session = OlmSession.fromPickle(row.pickle());
            Held held = new Held(with.identityKey(), with.signingKey(), with.heard(), session, row.created());
            held.lastDecrypted = row.lastDecrypted();
            held.lastUsed = row.lastUsed();
            return held;
        }

        private Peer peer() {
            return new Peer(identityKey, signingKey, heard);
        }

        private Shelf shelf() {
            return OlmShelves.shelf(peer());
        }

        private SessionRow row() {
            return new SessionRow(peer(), session.sessionId(), session.pickle(), created, lastDecrypted, lastUsed);
        }
    }
}
