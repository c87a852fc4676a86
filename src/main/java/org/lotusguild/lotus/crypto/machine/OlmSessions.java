package org.lotusguild.lotus.crypto.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.crypto.machine.OlmShelves.Held;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.OlmMessage;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import org.lotusguild.lotus.store.Tx;

/** Talks with all devices over Olm: with each over the session that decrypted last. */
final class OlmSessions implements AutoCloseable {
    /** Messages of one identity key that are told from repeats. */
    private static final int MOST_SEEN = 1_000;
    /** Identity keys that no device list shows: anybody can make them up. */
    private static final int MOST_UNLISTED = 500;

    private static final Duration SEEN_FOR = Duration.ofDays(30);

    private final Surroundings at;
    private final AccountKeys account;
    private final OlmStore store;
    private final OlmShelves shelves;

    /** @param held to say whose it is, once that is known */
    record Opened(String plaintext, Held held) {}

    private OlmSessions(Tx tx, Surroundings at, AccountKeys account) {
        this.at = at;
        this.account = account;
        this.store = new OlmStore(at);
        this.shelves = new OlmShelves(tx, store);
    }

    static OlmSessions load(Tx tx, Surroundings at, AccountKeys account) {
        return new OlmSessions(tx, at, account);
    }

    /** Whether we have a session with this device: the one with both its keys, as anybody can show another's identity key. */
    boolean isKnown(Device device) {
        return shelves.serve(device.identityKey(), device.signingKey());
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
        shelves.keepUnlisted(tx, MOST_UNLISTED);
    }

    /** @throws CryptoException {@code WEAK_KEY}: the device has no Olm for us */
    void begin(Tx tx, Device device, Curve25519Key oneTimeKey) {
        var session = account.olm().outbound(device.identityKey(), oneTimeKey);
        shelves.begun(tx, device.identityKey(), device.signingKey(), session, at.now());
    }

    /** Only for a device that {@link #isKnown}. */
    OlmMessage encrypt(Tx tx, Device device, String plaintext) {
        Held held = shelves.best(tx, device.identityKey(), device.signingKey());
        OlmMessage message = held.session.encrypt(plaintext);
        shelves.encrypted(held, at.now());
        return message;
    }

    /**
     * @param signingKeys of the sender's devices with this identity key
     * @throws CryptoException if no session reads it and none can be made of it
     */
    Opened decrypt(Tx tx, Curve25519Key from, Set<Ed25519Key> signingKeys, OlmMessage message) {
        CryptoException failure = null;
        for (Held held : shelves.readers(tx, from, signingKeys)) {
            if (message.preKey() && !held.session.matches(message)) {
                continue;
            }
            try {
                String plaintext = held.session.decrypt(message);
                shelves.decrypted(tx, held, at.now());
                return new Opened(plaintext, held);
            } catch (CryptoException e) {
                failure = e;
            }
        }
        return takeUp(tx, from, message, failure);
    }

    private Opened takeUp(Tx tx, Curve25519Key from, OlmMessage message, @Nullable CryptoException failure) {
        if (failure != null) {
            throw failure;
        }
        if (!message.preKey()) {
            throw new CryptoException(CryptoException.Kind.UNDECRYPTABLE, "no Olm session with this device");
        }
        var inbound = account.olm().inbound(message, from);
        account.changed();
        return new Opened(inbound.plaintext(), shelves.takenUp(tx, from, inbound.session(), at.now()));
    }

    /** The other side of the session says that this is the signing key of its device. */
    void belongs(Tx tx, Opened opened, Ed25519Key signingKey) {
        shelves.belongs(tx, opened.held(), signingKey);
    }

    void flush(Tx tx) {
        shelves.flush(tx);
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
        shelves.close();
    }
}
