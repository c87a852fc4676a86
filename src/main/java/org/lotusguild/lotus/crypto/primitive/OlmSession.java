package org.lotusguild.lotus.crypto.primitive;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import de.connect2x.trixnity.crypto.driver.olm.Message;
import de.connect2x.trixnity.crypto.driver.olm.Session;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** The double ratchet between two devices. Native: close it. Each call advances it: store the pickle before bytes leave. */
public final class OlmSession implements AutoCloseable {
    private final Handle<Session> handle;
    private final String sessionId;

    OlmSession(Session raw) {
        handle = new Handle<>(raw);
        sessionId = handle.use(Kind.FAILED, (driver, session) -> session.getSessionId());
    }

    /** @throws CryptoException {@code UNREADABLE_PICKLE} */
    public static OlmSession fromPickle(Secret pickle) {
        return new OlmSession(Binding.call(
                Kind.UNREADABLE_PICKLE, driver -> driver.getOlm().getSession().fromPickle(pickle.value(), null)));
    }

    /** Readable by anyone who has it: seal it before it leaves memory. */
    public Secret pickle() {
        return handle.use(Kind.FAILED, (driver, session) -> new Secret(session.pickle(null)));
    }

    public String sessionId() {
        return sessionId;
    }

    /** Whether the pre-key message began this very session: then decrypt with it instead of taking up another. */
    public boolean matches(OlmMessage preKeyMessage) {
        return preKeyMessage.sessionId().equals(sessionId);
    }

    public OlmMessage encrypt(String plaintext) {
        return handle.use(Kind.FAILED, (driver, session) -> {
            try (var message = session.encrypt(plaintext)) {
                int type = message instanceof Message.PreKey ? OlmMessage.PRE_KEY : OlmMessage.NORMAL;
                return new OlmMessage(type, message.getBase64());
            }
        });
    }

    /** @throws CryptoException {@code MALFORMED}, {@code WEAK_KEY} or {@code UNDECRYPTABLE}; the session is then unchanged */
    public String decrypt(OlmMessage message) {
        switch (message.type()) {
            case OlmMessage.PRE_KEY -> PreKey.parse(message).requireContributory();
            case OlmMessage.NORMAL ->
                Curve25519.requireContributory(PreKey.ratchetKey(UnpaddedBase64.decode(message.body())));
            default -> throw new CryptoException(Kind.MALFORMED, "an Olm message has type 0 or 1");
        }
        return handle.use(Kind.UNDECRYPTABLE, (driver, session) -> {
            try (var raw = raw(driver, message)) {
                return session.decrypt(raw);
            }
        });
    }

    private static Message raw(CryptoDriver driver, OlmMessage message) {
        return message.preKey()
                ? driver.getOlm().getMessage().getPreKey().invoke(message.canonicalBody())
                : driver.getOlm().getMessage().getNormal().invoke(message.canonicalBody());
    }

    @Override
    public void close() {
        handle.close();
    }
}
