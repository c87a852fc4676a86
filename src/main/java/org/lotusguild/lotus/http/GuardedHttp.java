package org.lotusguild.lotus.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * The way out to addresses that strangers chose. It connects to the very address that {@link AddressGuard} has checked, one
 * connection a call: whoever looks the name up again may get another address. TLS is checked against the name as usual.
 */
public final class GuardedHttp implements HttpCaller, AutoCloseable {
    private final AddressGuard guard;
    private final String userAgent;
    private final Supplier<SSLSocketFactory> tls;
    private final ScheduledThreadPoolExecutor timer;
    private final Exchange exchange;

    /** @param version of this program, for the header {@code User-Agent} */
    public GuardedHttp(AddressGuard guard, String version) {
        this(guard, version, Wire.USUAL_TLS);
    }

    GuardedHttp(AddressGuard guard, String version, Supplier<SSLSocketFactory> tls) {
        this(guard, "Lotus/" + version, tls, Exchange.timer());
    }

    private GuardedHttp(
            AddressGuard guard, String userAgent, Supplier<SSLSocketFactory> tls, ScheduledThreadPoolExecutor timer) {
        this.guard = guard;
        this.userAgent = userAgent;
        this.tls = tls;
        this.timer = timer;
        this.exchange = new Exchange(new Single(), timer);
    }

    /** The same, and these hosts besides, wherever they are: the owner of the machine has named them. */
    public HttpCaller allowing(Collection<String> hosts) {
        return hosts.isEmpty() ? this : new GuardedHttp(guard.allowing(hosts), userAgent, tls, timer);
    }

    @Override
    public HttpAnswer send(HttpCall call) {
        return exchange.send(call);
    }

    @Override
    public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
        return exchange.stream(call, accepted, refused);
    }

    private final class Single implements Exchange.Wires {
        @Override
        public Wire asked(HttpCall call, Deadline deadline) throws IOException {
            List<InetAddress> addresses = deadline.within(() -> guard.addresses(call.uri()));
            Wire wire = Wire.connect(call, addresses, tls, deadline);
            return wire.asked(call, deadline, userAgent, false);
        }

        @Override
        public void done(Wire wire) {
            wire.close();
        }
    }

    /** Breaks off nothing by itself: each call has its deadline. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
