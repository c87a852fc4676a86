package org.lotusguild.lotus.crypto.verification;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Sas;

/**
 * Our key of one exchange. It lives in memory only: the binding cannot store it, and it must not outlive the process. The
 * agreement, possible once, is remembered, so that a step that is repeated after a roll-back finds it again. Native: close it.
 */
public final class ThrowAway implements AutoCloseable {
    private final Sas sas = Sas.create();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Curve25519Key theirs;
    private Sas.@Nullable Established agreed;

    Curve25519Key publicKey() {
        return sas.publicKey();
    }

    /** The same for the same key, however often. @throws org.lotusguild.lotus.crypto.primitive.CryptoException {@code WEAK_KEY} */
    Sas.Established agree(Curve25519Key with) {
        lock.lock();
        try {
            Sas.Established known = agreed;
            if (known != null && with.equals(theirs)) {
                return known;
            }
            Sas.Established made = sas.agree(with);
            agreed = made;
            theirs = with;
            return made;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (agreed != null) {
                agreed.close();
            }
            sas.close();
        } finally {
            lock.unlock();
        }
    }
}
