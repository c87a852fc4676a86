package org.lotusguild.lotus.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes the connection of one exchange when its time is over, whatever it waits for: connecting, TLS, sending or reading. */
final class Deadline implements AutoCloseable {
    private final Future<?> task;
    private @Nullable SocketChannel channel;
    private boolean over;

    Deadline(Duration limit, ScheduledThreadPoolExecutor timer) {
        this.task = timer.schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on this is the one to close. */
    synchronized void holds(SocketChannel current) throws IOException {
        channel = current;
        if (over) {
            current.close();
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

    @Override
    public void close() {
        task.cancel(false);
    }
}
