package org.lotusguild.lotus.crypto.primitive;

import de.connect2x.trixnity.crypto.driver.megolm.GroupSession;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** The session with which we encrypt for a room. Native: close it. Each message advances it. */
public final class MegolmOutbound implements AutoCloseable {
    private final Handle<GroupSession> handle;
    private final String sessionId;

    private MegolmOutbound(GroupSession raw) {
        handle = new Handle<>(raw);
        sessionId = handle.use(Kind.FAILED, (driver, session) -> session.getSessionId());
    }

    /** A new session at index 0. The randomness is the native library's own. */
    public static MegolmOutbound create() {
        return new MegolmOutbound(Binding.call(
                Kind.FAILED, driver -> driver.getMegolm().getGroupSession().invoke()));
    }

    /** @throws CryptoException {@code UNREADABLE_PICKLE} */
    public static MegolmOutbound fromPickle(Secret pickle) {
        return new MegolmOutbound(Binding.call(
                Kind.UNREADABLE_PICKLE,
                driver -> driver.getMegolm().getGroupSession().fromPickle(pickle.value(), null)));
    }

    /** Readable by anyone who has it: seal it before it leaves memory. */
    public Secret pickle() {
        return handle.use(Kind.FAILED, (driver, session) -> new Secret(session.pickle(null)));
    }

    public String sessionId() {
        return sessionId;
    }

    /** The {@code session_key} of {@code m.room_key}: reads from the present index on. */
    public Secret sessionKey() {
        return handle.use(Kind.FAILED, (driver, session) -> {
            try (var key = session.getSessionKey()) {
                return new Secret(key.getBase64());
            }
        });
    }

    /** The index that the next message will have. */
    public long index() {
        return handle.use(Kind.FAILED, (driver, session) -> Integer.toUnsignedLong(session.getMessageIndex()));
    }

    /** The {@code ciphertext} of {@code m.room.encrypted}, base64. */
    public String encrypt(String plaintext) {
        return handle.use(Kind.FAILED, (driver, session) -> {
            try (var message = session.encrypt(plaintext)) {
                return message.getBase64();
            }
        });
    }

    @Override
    public void close() {
        handle.close();
    }
}
