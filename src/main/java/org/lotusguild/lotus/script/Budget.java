package org.lotusguild.lotus.script;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * The time of one run, on the thread that made this. Processor time counts: a busy machine must not kill honest scripts. The
 * clock counts only as a last resort.
 */
final class Budget {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Thread thread = Thread.currentThread();
    private final long wallStart = System.nanoTime();
    private final long cpuStart = THREADS.getCurrentThreadCpuTime();
    private final long cpuLimit;
    private final long wallLimit;
    private boolean done;

    Budget(Duration cpu, Duration wall) {
        this.cpuLimit = cpu.toNanos();
        this.wallLimit = wall.toNanos();
    }

    /** What was used until now, of the thread that runs. */
    Duration used() {
        return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - cpuStart);
    }

    /** For the thread that runs. */
    boolean spent() {
        return THREADS.getCurrentThreadCpuTime() - cpuStart > cpuLimit || late();
    }

    /**
     * Interrupts the run if it is so far over its limit.
     *
     * @return whether the run goes on and must be looked at again
     */
    synchronized boolean check(Duration over) {
        if (done) {
            return false;
        }
        if (THREADS.getThreadCpuTime(thread.threadId()) - cpuStart > cpuLimit + over.toNanos() || late()) {
            thread.interrupt();
        }
        return true;
    }

    /** After this no interrupt comes any more that was meant for this run: the thread may go on to another. */
    synchronized void end() {
        done = true;
    }

    private boolean late() {
        return System.nanoTime() - wallStart > wallLimit;
    }
}
