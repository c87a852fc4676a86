package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that the program ends: by a signal or by {@code lotus stop}. A start under way is broken off; the thread that
 * started the program ends it in order. A signal is a wish like any other, so its exit code is 0.
 */
final class StopWish {
    /** Beyond it the process is gone without further ado; {@link RunningParts} keeps to less. */
    private static final Duration LIMIT = Duration.ofMillis(9_500);

    private static final Duration AGAIN = Duration.ofMillis(300);

    private final Thread starter = Thread.currentThread();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean starting = true;

    /** Made by the thread that starts the program. */
    static StopWish bySignals() {
        StopWish wish = new StopWish();
        Runtime.getRuntime().addShutdownHook(new Thread(wish::signalled, "shut-down"));
        return wish;
    }

    void ask() {
        asked.countDown();
        breakOff();
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** The start came to its end, good or bad: from now on the starting thread is left in peace. */
    synchronized void startIsOver() {
        starting = false;
        if (asked()) {
            Thread.interrupted(); // it has done its work, and what follows must be able to wait
        }
    }

    /** Everything has ended. */
    void fulfilled() {
        ended.countDown();
    }

    private synchronized void breakOff() {
        if (starting) {
            starter.interrupt();
        }
    }

    /** Runs at every exit of the process, also at those that nobody wished. */
    private void signalled() {
        if (ended.getCount() == 0) {
            return;
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            do {
                ask();
            } while (!ended.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() < end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
