package org.lotusguild.lotus.script;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stops what never asks whether it may go on: sorting, searching, big numbers and the parser are one step of the engine each.
 * It looks again and again, since the thread may have had no processor, and since an interrupt may be swallowed.
 */
final class Watchdog implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(100);
    private static final long AGAIN_MILLIS = 20;

    private final ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("script-watchdog").factory());

    Watchdog() {
        clockwork.setKeepAliveTime(1, TimeUnit.MINUTES);
        clockwork.allowCoreThreadTimeOut(true);
        clockwork.setRemoveOnCancelPolicy(true);
        clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Watches from now on, until the budget ends. */
    void watch(Budget budget, Duration cpu) {
        look(budget, cpu.plus(GRACE).toMillis());
    }

    private void look(Budget budget, long inMillis) {
        clockwork.schedule(
                () -> {
                    if (budget.check(GRACE)) {
                        look(budget, AGAIN_MILLIS);
                    }
                },
                inMillis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
