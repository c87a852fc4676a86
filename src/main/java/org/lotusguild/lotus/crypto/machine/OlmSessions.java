package org.lotusguild.lotus.crypto.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.crypto.machine.OlmStore.SessionRow;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.OlmMessage;
import org.lotusguild.lotus.crypto.primitive.OlmSession;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import org.lotusguild.lotus.store.Tx;

/**
 * The Olm sessions with all devices: at most five with one device, the one that decrypted last first (a session that never
 * decrypted counts from its making). Loaded on demand, written at the end of the step.
 */
final class OlmSessions implements AutoCloseable {
    private static final int PER_DEVICE = 5;
    private static final int CACHED_DEVICES = 1_000;
    /** Messages of one identity key that are told from repeats. */
    private static final int MOST_SEEN = 1_000;
    /** Identity keys that no device list shows: anybody can make them up. */
    private static final int MOST_UNLISTED = 500;

    private static final Duration SEEN_FOR = Duration.ofDays(30);
    private static final Comparator<Held> BEST_FIRST =
            Comparator.comparing((Held held) -> held.lastDecrypted).reversed();

    private final Surroundings at;
    private final AccountKeys account;
    private final OlmStore store;
    private final Set<Curve25519Key> correspondents;
    private final Lru<Curve25519Key, List<Held>> cache =
            new Lru<>(CACHED_DEVICES, sessions -> sessions.forEach(held -> held.session.close()));
    private final Set<Curve25519Key> changed = new LinkedHashSet<>();

    private OlmSessions(Tx tx, Surroundings at, AccountKeys account) {
        this.at = at;
        this.account = account;
        this.store = new OlmStore(at);
        this.correspondents = store.correspondents(tx);
    }

    static OlmSessions load(Tx tx, Surroundings at, AccountKeys account) {
        return new OlmSessions(tx, at, account);
    }

    boolean isKnown(Curve25519Key device) {
        return correspondents.contains(device);
    }

    /** Whether this very message came before and could be read. */
    boolean wasRead(Tx tx, Curve25519Key from, OlmMessage message) {
        return store.wasRead(tx, from, hash(message.body()));
    }

    /** Only what could be read is remembered: to make us remember something costs the sender one of our one-time keys. */
    void read(Tx tx, Curve25519Key from, OlmMessage message) {
        store.remember(tx, from, hash(message.body()), at.now());
    }

    /** Lets go what no honest device needs. */
    void tidy(Tx tx) {
        store.forgetSeenBefore(tx, at.now().minus(SEEN_FOR));
        store.talkative(tx, MOST_SEEN).forEach(key -> store.forgetSeenBeyond(tx, key, MOST_SEEN));
        List<Curve25519Key> unlisted = store.unlisted(tx);
        for (Curve25519Key key : unlisted.subList(Math.min(unlisted.size(), MOST_UNLISTED), unlisted.size())) {
            store.deleteAll(tx, key);
            correspondents.remove(key);
            cache.remove(key);
        }
    }

    /** @throws CryptoException {@code WEAK_KEY}: the device has no Olm for us */
    void begin(Tx tx, Curve25519Key device, Curve25519Key oneTimeKey) {
        add(tx, device, account.olm().outbound(device, oneTimeKey), at.now());
    }

    /** Only for a device that {@link #isKnown}. */
    OlmMessage encrypt(Tx tx, Curve25519Key device, String plaintext) {
        Held held = sessions(tx, device).getFirst();
        OlmMessage message = held.session.encrypt(plaintext);
        touch(device, held);
        return message;
    }

    /** @throws CryptoException if no session reads it and none can be made of it */
    String decrypt(Tx tx, Curve25519Key from, OlmMessage message) {
        CryptoException failure = null;
        for (Held held : sessions(tx, from)) {
            if (message.preKey() && !held.session.matches(message)) {
                continue;
            }
            try {
                String plaintext = held.session.decrypt(message);
                held.lastDecrypted = at.now();
                touch(from, held);
                return plaintext;
            } catch (CryptoException e) {
                failure = e;
            }
        }
        return takeUp(tx, from, message, failure);
    }

    private String takeUp(Tx tx, Curve25519Key from, OlmMessage message, @Nullable CryptoException failure) {
        if (failure != null) {
            throw failure;
        }
        if (!message.preKey()) {
            throw new CryptoException(CryptoException.Kind.UNDECRYPTABLE, "no Olm session with this device");
        }
        var inbound = account.olm().inbound(message, from);
        account.changed();
        add(tx, from, inbound.session(), at.now());
        return inbound.plaintext();
    }

    private void add(Tx tx, Curve25519Key device, OlmSession session, Instant now) {
        List<Held> sessions = sessions(tx, device);
        sessions.add(0, new Held(session, now, now, now));
        if (sessions.size() > PER_DEVICE) {
            Held oldest = sessions.stream()
                    .skip(1)
                    .min(Comparator.comparing((Held held) -> held.lastUsed))
                    .orElseThrow();
            sessions.remove(oldest);
            oldest.session.close();
            store.delete(tx, device, oldest.session.sessionId());
        }
        correspondents.add(device);
        changed.add(device);
        sessions.getFirst().changed = true;
    }

    private void touch(Curve25519Key device, Held held) {
        held.lastUsed = at.now();
        held.changed = true;
        changed.add(device);
    }

    private List<Held> sessions(Tx tx, Curve25519Key device) {
        List<Held> found = cache.find(device);
        if (found == null) {
            found = new ArrayList<>();
            if (correspondents.contains(device)) {
                for (SessionRow row : store.sessions(tx, device)) {
                    OlmSession session = OlmSession.fromPickle(row.pickle());
                    found.add(new Held(session, row.created(), row.lastDecrypted(), row.lastUsed()));
                }
            }
            cache.put(device, found);
        }
        found.sort(BEST_FIRST);
        return found;
    }

    void flush(Tx tx) {
        List<SessionRow> rows = new ArrayList<>();
        for (Curve25519Key device : changed) {
            for (Held held : sessions(tx, device)) {
                if (held.changed) {
                    rows.add(held.row(device));
                    held.changed = false;
                }
            }
        }
        store.save(tx, rows);
        changed.clear();
        cache.trim();
    }

    private static String hash(String body) {
        try {
            return UnpaddedBase64.encode(
                    MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime has no SHA-256", e);
        }
    }

    @Override
    public void close() {
        cache.clear();
    }

    private static final class Held {
        private final OlmSession session;
        private final Instant created;
        private Instant lastDecrypted;
        private Instant lastUsed;
        private boolean changed;

        private Held(OlmSession session, Instant created, Instant lastDecrypted, Instant lastUsed) {
            this.session = session;
            this.created = created;
            this.lastDecrypted = lastDecrypted;
            this.lastUsed = lastUsed;
        }

        private SessionRow row(Curve25519Key with) {
            return new SessionRow(with, session.sessionId(), session.pickle(), created, lastDecrypted, lastUsed);
        }
    }
}
