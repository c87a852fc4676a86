package org.lotusguild.lotus.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes the socket of one exchange when its time is over, whatever it waits for: connecting, TLS, sending or reading. */
final class Deadline implements AutoCloseable {
    private final Future<?> task;
    private @Nullable Socket socket;
    private boolean over;

    Deadline(Duration limit, ScheduledThreadPoolExecutor timer) {
        this.task = timer.schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on this is the socket to close. */
    synchronized void holds(Socket current) throws IOException {
        socket = current;
        if (over) {
            current.close();
        }
    }

    private synchronized void end() {
        over = true;
        try {
            if (socket != null) {
                socket.close();
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
