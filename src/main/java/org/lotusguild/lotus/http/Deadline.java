package org.lotusguild.lotus.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Closes the connection of one exchange when its time is over, whatever it waits for: connecting, TLS, sending or reading. */
final class Deadline implements AutoCloseable {
    private final Future<?> task;
    private final long end;
    private @Nullable SocketChannel channel;
    private boolean over;

    Deadline(Duration limit, ScheduledThreadPoolExecutor timer) {
        this.end = System.nanoTime() + limit.toNanos();
        this.task = timer.schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on this is the one to close. */
    synchronized void holds(SocketChannel current) throws IOException {
        channel = current;
        if (over) {
            current.close();
        }
    }

    /**
     * What the work gives, if it gives it in time: for work that no closed connection and no interrupt ends, which then goes on for
     * nobody. It has a thread of the system: a name that is looked up slowly would hold one of the few that carry all virtual ones.
     */
    <T> T within(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("http-look-up").start(task);
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            end();
            throw new IOException("no address in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("asked to stop");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    private synchronized void end() {
        over = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // It is gone either way, and whoever waits on it learns of it there.
            return;
        }
    }

    synchronized boolean over() {
        return over;
    }

    /** The connection is not this exchange's any more, also for an end that has begun. */
    @Override
    public synchronized void close() {
        task.cancel(false);
        channel = null;
    }
}
