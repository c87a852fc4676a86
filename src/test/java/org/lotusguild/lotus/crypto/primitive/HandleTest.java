package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** Defect 2 of the binding: use after close hangs the thread for ever, a second close throws. */
@Timeout(30)
class HandleTest {

    @Test
    void useAfterCloseIsAnExceptionAndNotAHang() {
        OlmAccount account = OlmAccount.create();
        account.generateOneTimeKeys(1);
        OlmSession session = account.outbound(
                account.identityKey(), account.oneTimeKeys().values().iterator().next());
        MegolmOutbound out = MegolmOutbound.create();
        MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey());
        String message = out.encrypt("x");
        Sas sas = Sas.create();
        Curve25519Key key = account.identityKey();
        for (AutoCloseable each : List.of(account, session, out, in, sas)) {
            closeTwice(each);
        }
        List<ThrowingCallable> uses = List.of(
                account::pickle,
                () -> account.sign("x"),
                () -> account.outbound(key, key),
                session::pickle,
                () -> session.encrypt("x"),
                out::sessionKey,
                () -> out.encrypt("x"),
                in::pickle,
                () -> in.decrypt(message),
                () -> sas.agree(key));
        for (ThrowingCallable use : uses) {
            assertThatIllegalStateException().isThrownBy(use).withMessage("used after close");
        }
    }

    @Test
    void closingUnderUseEndsEveryThread() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            MegolmOutbound out = MegolmOutbound.create();
            Callable<Integer> work = () -> {
                for (int i = 0; ; i++) {
                    try {
                        out.encrypt("text");
                    } catch (IllegalStateException closed) {
                        return i;
                    }
                }
            };
            List<Future<Integer>> running = List.of(threads.submit(work), threads.submit(work), threads.submit(work));
            while (out.index() < 1000) {
                Thread.onSpinWait();
            }
            out.close();
            for (Future<Integer> each : running) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isNotNegative();
            }
        }
    }

    @Test
    void aForgottenHandleIsFreedAndCounted() {
        AtomicInteger freed = new AtomicInteger();
        long before = Handle.leaked();
        forget(freed);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (freed.get() == 0 && System.nanoTime() < limit) {
            System.gc();
        }
        assertThat(freed).hasValue(1);
        assertThat(Handle.leaked()).isGreaterThan(before);
    }

    @Test
    void aClosedHandleIsFreedOnceAndIsNoLeak() {
        AtomicInteger freed = new AtomicInteger();
        Handle<AutoCloseable> handle = new Handle<>(freed::incrementAndGet);
        handle.close();
        handle.close();
        assertThat(freed).hasValue(1);
    }

    /** Defect 4: Kotlin throws checked exceptions that no signature declares. */
    @Test
    void anUndeclaredExceptionBecomesOurs() {
        try (Handle<AutoCloseable> handle = new Handle<>(() -> {})) {
            assertThat(Refusal.refusal(() -> handle.use(Kind.FAILED, (driver, raw) -> {
                        throw new Exception("undeclared");
                    })))
                    .isEqualTo(Kind.FAILED);
        }
    }

    private static void forget(AtomicInteger freed) {
        new Handle<AutoCloseable>(freed::incrementAndGet);
    }

    private static void closeTwice(AutoCloseable each) {
        try {
            each.close();
            each.close();
        } catch (Exception e) {
            throw new AssertionError("close threw", e);
        }
    }
}
