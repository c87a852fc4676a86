package org.lotusguild.lotus.crypto.primitive;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import de.connect2x.trixnity.crypto.driver.megolm.ExportedSessionKey;
import de.connect2x.trixnity.crypto.driver.megolm.InboundGroupSession;
import de.connect2x.trixnity.crypto.driver.megolm.InboundGroupSessionFactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** The session with which we read what one device writes to a room. Native: close it. Reading does not change it. */
public final class MegolmInbound implements AutoCloseable {
    private static final long INDEX_END = 1L << 32;
    private static final MethodHandle IMPORT = importMethod();

    private final Handle<InboundGroupSession> handle;
    private final String sessionId;

    private MegolmInbound(InboundGroupSession raw) {
        handle = new Handle<>(raw);
        sessionId = handle.use(Kind.FAILED, (driver, session) -> session.getSessionId());
    }

    /**
     * From the {@code session_key} of {@code m.room_key}, whose signature is checked.
     *
     * @throws CryptoException {@code MALFORMED}, or {@code WEAK_KEY} if anybody could sign for the session
     */
    public static MegolmInbound fromSessionKey(Secret sessionKey) {
        return strong(new MegolmInbound(Binding.call(Kind.MALFORMED, driver -> {
            try (var key = driver.getMegolm().getSessionKey().invoke(sessionKey.value())) {
                return driver.getMegolm().getInboundGroupSession().invoke(key);
            }
        })));
    }

    /**
     * From an exported key: key backup, key file, forwarded key. It carries no signature, so nothing says who made it.
     *
     * @throws CryptoException {@code MALFORMED} or {@code WEAK_KEY}
     */
    public static MegolmInbound fromExport(Secret exported) {
        return strong(new MegolmInbound(Binding.call(Kind.MALFORMED, driver -> {
            try (var key = driver.getMegolm().getExportedSessionKey().invoke(exported.value())) {
                return imported(driver, key);
            }
        })));
    }

    /** @throws CryptoException {@code UNREADABLE_PICKLE} */
    public static MegolmInbound fromPickle(Secret pickle) {
        return new MegolmInbound(Binding.call(
                Kind.UNREADABLE_PICKLE,
                driver -> driver.getMegolm().getInboundGroupSession().fromPickle(pickle.value(), null)));
    }

    /** Readable by anyone who has it: seal it before it leaves memory. */
    public Secret pickle() {
        return handle.use(Kind.FAILED, (driver, session) -> new Secret(session.pickle(null)));
    }

    public String sessionId() {
        return sessionId;
    }

    public long firstKnownIndex() {
        return handle.use(Kind.FAILED, (driver, session) -> Integer.toUnsignedLong(session.getFirstKnownIndex()));
    }

    /** @throws CryptoException {@code UNKNOWN_INDEX} if older than the first known index, else {@code UNDECRYPTABLE} */
    public Plaintext decrypt(String ciphertext) {
        return handle.use(Kind.UNDECRYPTABLE, (driver, session) -> {
            try (var message = driver.getMegolm().getMessage().invoke(ciphertext)) {
                var clear = session.decrypt(message);
                return new Plaintext(clear.getPlaintext(), Integer.toUnsignedLong(clear.getMessageIndex()));
            }
        });
    }

    /** The session from this index on, for export and backup; empty if the index is before the first known one. */
    public Optional<Secret> exportAt(long index) {
        if (index < 0 || index >= INDEX_END) {
            throw new IllegalArgumentException("a Megolm index has 32 bits");
        }
        return handle.use(Kind.FAILED, (driver, session) -> {
            try (var key = session.exportAt((int) index)) {
                return key == null ? Optional.<Secret>empty() : Optional.of(new Secret(key.getBase64()));
            }
        });
    }

    @Override
    public void close() {
        handle.close();
    }

    private static MegolmInbound strong(MegolmInbound session) {
        if (new Ed25519Key(session.sessionId).weak()) {
            session.close();
            throw new CryptoException(Kind.WEAK_KEY, "anybody could sign for this Megolm session");
        }
        return session;
    }

    private static InboundGroupSession imported(CryptoDriver driver, ExportedSessionKey key) throws Exception {
        try {
            return (InboundGroupSession) IMPORT.invokeExact(driver.getMegolm().getInboundGroupSession(), key);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new CryptoException(Kind.FAILED, "the primitive failed", e);
        }
    }

    /** Kotlin calls this method {@code import}, a word that Java reserves: a method handle is the only way to it. */
    private static MethodHandle importMethod() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            InboundGroupSessionFactory.class,
                            "import",
                            MethodType.methodType(InboundGroupSession.class, ExportedSessionKey.class));
        } catch (ReflectiveOperationException e) {
            throw new CryptoException(Kind.NO_NATIVE_LIBRARY, "the binding has no import: a wrong version", e);
        }
    }

    /** What a message said, and its index in the session: the pair (session, index) must never come for two events. */
    public record Plaintext(String text, long index) {
        @Override
        public String toString() {
            return "Plaintext[" + index + "]";
        }
    }
}
