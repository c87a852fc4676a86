package org.lotusguild.lotus.crypto.primitive;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import de.connect2x.trixnity.crypto.driver.keys.Curve25519PublicKey;
import de.connect2x.trixnity.crypto.driver.olm.Account;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * The identity of one device: its Curve25519 and Ed25519 keys, one-time keys and fallback key. Native: close it. Calls of
 * several threads are served one after another.
 */
public final class OlmAccount implements AutoCloseable {
    private final Handle<Account> handle;
    private final Curve25519Key identityKey;
    private final Ed25519Key signingKey;

    private OlmAccount(Account raw) {
        handle = new Handle<>(raw);
        identityKey = handle.use(Kind.FAILED, (driver, account) -> Binding.key(account.getCurve25519Key()));
        signingKey = handle.use(Kind.FAILED, (driver, account) -> {
            try (var key = account.getEd25519Key()) {
                return new Ed25519Key(key.getBase64());
            }
        });
    }

    /** A new device. The randomness is the native library's own. */
    public static OlmAccount create() {
        return new OlmAccount(
                Binding.call(Kind.FAILED, driver -> driver.getOlm().getAccount().invoke()));
    }

    /** @throws CryptoException {@code UNREADABLE_PICKLE} */
    public static OlmAccount fromPickle(Secret pickle) {
        return new OlmAccount(Binding.call(
                Kind.UNREADABLE_PICKLE, driver -> driver.getOlm().getAccount().fromPickle(pickle.value(), null)));
    }

    /** Readable by anyone who has it (the binding ignores its pickle key): seal it before it leaves memory. */
    public Secret pickle() {
        return handle.use(Kind.FAILED, (driver, account) -> new Secret(account.pickle(null)));
    }

    public Curve25519Key identityKey() {
        return identityKey;
    }

    public Ed25519Key signingKey() {
        return signingKey;
    }

    public void generateOneTimeKeys(int count) {
        handle.use(Kind.FAILED, (driver, account) -> {
            var made = account.generateOneTimeKeys(count);
            for (Curve25519PublicKey key : made.getCreated()) {
                key.close();
            }
            for (Curve25519PublicKey key : made.getRemoved()) {
                key.close();
            }
            return true;
        });
    }

    /** The one-time keys not yet marked as published: id (unpadded base64, without algorithm) → key. */
    public Map<String, Curve25519Key> oneTimeKeys() {
        return handle.use(Kind.FAILED, (driver, account) -> {
            Map<String, Curve25519Key> keys = new TreeMap<>();
            for (var entry : account.getOneTimeKeys().entrySet()) {
                keys.put(entry.getKey(), Binding.key(entry.getValue()));
            }
            return keys;
        });
    }

    /** Makes a new fallback key. The one before it stays usable until {@link #forgetFallbackKey}. */
    public void generateFallbackKey() {
        handle.use(Kind.FAILED, (driver, account) -> {
            var removed = account.generateFallbackKey();
            if (removed != null) {
                removed.close();
            }
            return true;
        });
    }

    /** The fallback key not yet marked as published. */
    public Optional<KeyWithId> fallbackKey() {
        return handle.use(Kind.FAILED, (driver, account) -> {
            var pair = account.getFallbackKey();
            return pair == null
                    ? Optional.<KeyWithId>empty()
                    : Optional.of(new KeyWithId(pair.getFirst(), Binding.key(pair.getSecond())));
        });
    }

    /** Forgets the previous fallback key, not the present one. */
    public void forgetFallbackKey() {
        handle.use(Kind.FAILED, (driver, account) -> {
            account.forgetFallbackKey();
            return true;
        });
    }

    /** Call only after the homeserver accepted the upload. */
    public void markKeysAsPublished() {
        handle.use(Kind.FAILED, (driver, account) -> {
            account.markKeysAsPublished();
            return true;
        });
    }

    /** The signature by {@link #signingKey} over the UTF-8 bytes (of canonical JSON), unpadded base64. */
    public String sign(String message) {
        return handle.use(Kind.FAILED, (driver, account) -> {
            try (var signature = account.sign(message)) {
                return signature.getBase64();
            }
        });
    }

    /**
     * Begins a session with a device.
     *
     * @throws CryptoException {@code WEAK_KEY} if one of the keys is of small order
     */
    public OlmSession outbound(Curve25519Key theirIdentity, Curve25519Key theirOneTimeKey) {
        Curve25519.requireContributory(theirIdentity);
        Curve25519.requireContributory(theirOneTimeKey);
        return handle.use(Kind.FAILED, (driver, account) -> {
            try (var identity = driver.getKey().getCurve25519PublicKey().invoke(theirIdentity.base64());
                    var oneTime = driver.getKey().getCurve25519PublicKey().invoke(theirOneTimeKey.base64())) {
                return new OlmSession(account.createOutboundSession(identity, oneTime));
            }
        });
    }

    /**
     * Takes up a session that a device began, and uses up the one-time key. Store the account together with the session.
     *
     * @throws CryptoException {@code WEAK_KEY} if any key in the message is of small order; {@code MALFORMED};
     *     {@code UNKNOWN_ONE_TIME_KEY} also for a replay; {@code UNDECRYPTABLE}, also if the message has another identity key
     */
    public Inbound inbound(OlmMessage preKeyMessage, Curve25519Key theirIdentity) {
        Curve25519.requireContributory(theirIdentity);
        PreKey keys = PreKey.parse(preKeyMessage);
        keys.requireContributory();
        if (!keys.identityKey().equals(theirIdentity)) {
            throw new CryptoException(Kind.UNDECRYPTABLE, "the message has another identity key than its envelope");
        }
        return handle.use(
                Kind.UNDECRYPTABLE, (driver, account) -> inbound(driver, account, preKeyMessage, theirIdentity));
    }

    private static Inbound inbound(CryptoDriver driver, Account account, OlmMessage message, Curve25519Key from)
            throws Exception {
        try (var raw = driver.getOlm().getMessage().getPreKey().invoke(message.canonicalBody());
                var identity = driver.getKey().getCurve25519PublicKey().invoke(from.base64())) {
            var result = account.createInboundSession(raw, identity);
            return new Inbound(new OlmSession(result.getSession()), result.getPlaintext());
        }
    }

    @Override
    public void close() {
        handle.close();
    }

    /** A public key and the id it has in the account. */
    public record KeyWithId(String id, Curve25519Key key) {}

    /** A session that a pre-key message began, and what the message said. The session is the caller's to close. */
    public record Inbound(OlmSession session, String plaintext) {
        @Override
        public String toString() {
            return "Inbound[" + session.sessionId() + "]";
        }
    }
}
