package org.lotusguild.lotus.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Collection;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.lotusguild.lotus.http.HttpFailure.Kind;

/**
 * The way out to addresses that strangers chose. It speaks plain HTTP/1.1, one connection a call, because it must connect to
 * the very address that {@link AddressGuard} has checked: {@code java.net.http} looks the name up again by itself, and a name
 * may have another address by then. TLS is checked against the name as usual.
 */
public final class GuardedHttp implements HttpCaller, AutoCloseable {
    private static final int REFUSAL_CAP = 64 << 10;
    private final AddressGuard guard;
    private final String userAgent;
    private final SSLSocketFactory tls;
    private final ScheduledThreadPoolExecutor timer;

    /** @param version of this program, for the header {@code User-Agent} */
    public GuardedHttp(AddressGuard guard, String version) {
        this(guard, version, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    GuardedHttp(AddressGuard guard, String version, SSLSocketFactory tls) {
        this(guard, "Lotus/" + version, tls, timer());
    }

    private GuardedHttp(AddressGuard guard, String userAgent, SSLSocketFactory tls, ScheduledThreadPoolExecutor timer) {
        this.guard = guard;
        this.userAgent = userAgent;
        this.tls = tls;
        this.timer = timer;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-guarded-deadlines").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** The same, and these hosts besides, wherever they are: the owner of the machine has named them. */
    public HttpCaller allowing(Collection<String> hosts) {
        return hosts.isEmpty() ? this : new GuardedHttp(guard.allowing(hosts), userAgent, tls, timer);
    }

    @Override
    public HttpAnswer send(HttpCall call) {
        return exchange(call, wire -> wire.answer(Long.MAX_VALUE));
    }

    @Override
    public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
        return exchange(
                call,
                wire -> wire.status() / 100 == 2
                        ? accepted.apply(wire.body())
                        : refused.apply(wire.answer(Math.min(REFUSAL_CAP, call.answerCap()))));
    }

    private <T> T exchange(HttpCall call, Function<Wire, T> reader) {
        Deadline deadline = new Deadline(call.timeout(), timer);
        try (deadline;
                Wire wire = Wire.connect(call, guard.addresses(call.uri()), tls, deadline)) {
            try {
                wire.request(userAgent);
            } catch (IOException e) {
                throw failure(call, deadline, e, Kind.BROKEN);
            }
            return reader.apply(wire);
        } catch (IOException e) {
            throw failure(call, deadline, e, Kind.CONNECT);
        }
    }

    static HttpFailure failure(HttpCall call, Deadline deadline, IOException failure, Kind otherwise) {
        if (Thread.currentThread().isInterrupted()
                || failure instanceof ClosedByInterruptException
                || failure instanceof InterruptedIOException && !(failure instanceof java.net.SocketTimeoutException)) {
            Thread.currentThread().interrupt();
            return new HttpFailure(Kind.INTERRUPTED, call + ": asked to stop", failure);
        }
        if (deadline.over()) {
            return new HttpFailure(Kind.TIMEOUT, call + ": no whole answer within " + call.timeout(), failure);
        }
        return new HttpFailure(otherwise, call + ": " + failure.getMessage(), failure);
    }

    /** Breaks off nothing by itself: each call has its deadline. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
