package org.lotusguild.lotus.crypto.primitive;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/**
 * A native object behind a lock and a closed flag. The binding hangs the thread for ever when a closed object is used, and
 * throws when it is closed twice; here the first is an {@link IllegalStateException}, the second nothing.
 */
final class Handle<T extends AutoCloseable> implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicLong LEAKED = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Owned<T> owned;
    private final Cleaner.Cleanable cleanable;
    private boolean closed;

    Handle(T raw) {
        owned = new Owned<>(raw);
        cleanable = CLEANER.register(this, owned);
    }

    /** What is done with the object while the lock is held. */
    interface Use<T, R> {
        R of(CryptoDriver driver, T raw) throws Exception;
    }

    /** @throws IllegalStateException if closed */
    <R> R use(Kind kind, Use<T, R> use) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("used after close");
            }
            return Binding.call(kind, driver -> use.of(driver, owned.raw));
        } finally {
            Reference.reachabilityFence(this); // else the cleaner might free the object under the running call
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            owned.deliberate = true;
            cleanable.clean();
        } finally {
            lock.unlock();
        }
    }

    /** How many handles the garbage collector had to free since the start, because nobody closed them. */
    static long leaked() {
        return LEAKED.get();
    }

    /** What the cleaner holds: it must not point back to the handle. Runs once at most. */
    private static final class Owned<T extends AutoCloseable> implements Runnable {
        private final T raw;
        private volatile boolean deliberate;

        private Owned(T raw) {
            this.raw = raw;
        }

        @Override
        public void run() {
            if (!deliberate) {
                LEAKED.incrementAndGet();
            }
            Binding.call(Kind.FAILED, driver -> {
                raw.close();
                return true;
            });
        }
    }
}
