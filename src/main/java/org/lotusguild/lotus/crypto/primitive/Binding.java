package org.lotusguild.lotus.crypto.primitive;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import de.connect2x.trixnity.crypto.driver.keys.Curve25519PublicKey;
import de.connect2x.trixnity.crypto.driver.vodozemac.VodozemacCryptoDriver;
import java.util.Locale;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** The one call into the native binding. Kotlin throws checked exceptions that it does not declare, so all are caught. */
final class Binding {
    private Binding() {}

    /** Something that the binding does, and that may throw whatever it likes. */
    interface Work<R> {
        R run(CryptoDriver driver) throws Exception;
    }

    /** @throws CryptoException of the given kind, or of a narrower one where the binding says why */
    static <R> R call(Kind kind, Work<R> work) {
        try {
            return work.run(VodozemacCryptoDriver.INSTANCE);
        } catch (CryptoException e) {
            throw e;
        } catch (LinkageError e) {
            throw new CryptoException(
                    Kind.NO_NATIVE_LIBRARY,
                    "the native encryption library cannot be loaded: it needs glibc 2.34 or newer on x86_64 or aarch64,"
                            + " and a temporary folder (java.io.tmpdir) that is not mounted noexec",
                    e);
        } catch (Exception e) {
            throw translated(kind, e);
        }
    }

    /** The binding's messages are kept out of exceptions about secrets: a parser's message may quote what it read. */
    private static CryptoException translated(Kind kind, Exception e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("unknown one-time key")) {
            return new CryptoException(Kind.UNKNOWN_ONE_TIME_KEY, "the one-time key of the message is unknown", e);
        }
        if (said.contains("unknown message index")) {
            return new CryptoException(Kind.UNKNOWN_INDEX, "the message is older than the first known index", e);
        }
        return switch (kind) {
            case UNREADABLE_PICKLE -> new CryptoException(kind, "the stored key or session cannot be read");
            case UNDECRYPTABLE -> new CryptoException(kind, "the message cannot be decrypted", e);
            case MALFORMED -> new CryptoException(kind, "the key or message is malformed");
            case WEAK_KEY, UNKNOWN_ONE_TIME_KEY, UNKNOWN_INDEX, NO_NATIVE_LIBRARY, FAILED ->
                new CryptoException(kind, "the primitive failed", e);
        };
    }

    /** A key of ours out of the binding; the native copy is freed at once. */
    static Curve25519Key key(Curve25519PublicKey raw) throws Exception {
        try (raw) {
            return new Curve25519Key(raw.getBase64());
        }
    }
}
