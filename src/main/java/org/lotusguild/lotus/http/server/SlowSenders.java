package org.lotusguild.lotus.http.server;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts off who sends the head or the body of a request slower than the limit: an interrupt closes the socket of a virtual
 * thread. The library's own time-out for reading does nothing on its channels (4.5.0), and a time-out between two bytes would
 * let drops through anyway. (Who has not ended the first line is the library's idle connection.)
 */
final class SlowSenders implements Http1ConnectionListener, AutoCloseable {
    private final Duration limit;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Thread, Future<?>> reading = new ConcurrentHashMap<>();

    SlowSenders(Duration limit) {
        this.limit = limit;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-slow-senders").factory());
        this.timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        begin();
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        end();
    }

    /** From now on this thread must not read longer than the limit. */
    void begin() {
        Thread reader = Thread.currentThread();
        reading.put(reader, timer.schedule(() -> cut(reader), limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    void end() {
        Future<?> task = reading.remove(Thread.currentThread());
        if (task != null) {
            task.cancel(false);
        }
    }

    private void cut(Thread reader) {
        if (reading.remove(reader) != null) {
            reader.interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
