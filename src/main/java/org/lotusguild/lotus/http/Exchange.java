package org.lotusguild.lotus.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.lotusguild.lotus.http.HttpFailure.Kind;

/** Calls over connections that somebody else provides: each has its deadline, and each failure its kind. */
final class Exchange implements HttpCaller {
    private static final int REFUSAL_CAP = 64 << 10;

    /** Where connections come from, and where they go. */
    interface Wires {
        /** A connection over which the request has gone and on which the head of the answer has come. */
        Wire asked(HttpCall call, Deadline deadline) throws IOException;

        /** The answer was read, or is not wanted any more. */
        void done(Wire wire);
    }

    private final Wires wires;
    private final ScheduledThreadPoolExecutor timer;

    /** @param timer of {@link #timer}, which is the caller's to end */
    Exchange(Wires wires, ScheduledThreadPoolExecutor timer) {
        this.wires = wires;
        this.timer = timer;
    }

    /** Watches over the deadlines of calls. */
    static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-deadlines").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    @Override
    public HttpAnswer send(HttpCall call) {
        return over(call, wire -> wire.answer(Long.MAX_VALUE));
    }

    @Override
    public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
        return over(
                call,
                wire -> wire.status() / 100 == 2
                        ? accepted.apply(wire.body())
                        : refused.apply(wire.answer(Math.min(REFUSAL_CAP, call.answerCap()))));
    }

    private <T> T over(HttpCall call, Function<Wire, T> reader) {
        try (Deadline deadline = new Deadline(call.timeout(), timer)) {
            Wire wire = asked(call, deadline);
            try {
                return reader.apply(wire);
            } finally {
                deadline.close(); // before another exchange may have the connection
                wires.done(wire);
            }
        }
    }

    private Wire asked(HttpCall call, Deadline deadline) {
        try {
            return wires.asked(call, deadline);
        } catch (NotConnected e) {
            throw failure(call, deadline, e.reason(), Kind.CONNECT);
        } catch (IOException e) {
            throw failure(call, deadline, e, Kind.BROKEN);
        }
    }

    /** Nothing of the request has left. */
    static final class NotConnected extends IOException {
        private final IOException reason;

        NotConnected(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    static HttpFailure failure(HttpCall call, Deadline deadline, IOException failure, Kind otherwise) {
        if (Thread.currentThread().isInterrupted()
                || failure instanceof ClosedByInterruptException
                || failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)) {
            Thread.currentThread().interrupt();
            return new HttpFailure(Kind.INTERRUPTED, call + ": asked to stop", failure);
        }
        if (deadline.over()) {
            return new HttpFailure(Kind.TIMEOUT, call + ": no whole answer within " + call.timeout(), failure);
        }
        String reason = failure.getMessage();
        return new HttpFailure(
                otherwise, call + ": " + (reason == null ? failure.getClass().getSimpleName() : reason), failure);
    }
}
