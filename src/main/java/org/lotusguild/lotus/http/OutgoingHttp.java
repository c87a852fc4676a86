package org.lotusguild.lotus.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * The usual way out: HTTP/1.1, with or without TLS, over connections that are kept for the next call. A caller writes and reads
 * on its own thread: no other one has to wake up in between. Not for strangers' URLs.
 */
public final class OutgoingHttp implements HttpCaller, AutoCloseable {
    /** An address: nobody has to be asked. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|\\[.*]");

    private final String userAgent;
    private final Supplier<SSLSocketFactory> tls;
    private final AddressGuard.Names names;
    private final KeptWires kept = new KeptWires();
    private final ScheduledThreadPoolExecutor timer = Exchange.timer();
    private final Exchange exchange = new Exchange(new Kept(), timer);

    /** @param version of this program, for the header {@code User-Agent} */
    public OutgoingHttp(String version) {
        this(version, Wire.USUAL_TLS);
    }

    OutgoingHttp(String version, Supplier<SSLSocketFactory> tls) {
        this(version, tls, AddressGuard.Names.SYSTEM);
    }

    OutgoingHttp(String version, Supplier<SSLSocketFactory> tls, AddressGuard.Names names) {
        this.userAgent = "Lotus/" + version;
        this.tls = tls;
        this.names = names;
    }

    @Override
    public HttpAnswer send(HttpCall call) {
        return exchange.send(call);
    }

    @Override
    public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
        return exchange.stream(call, accepted, refused);
    }

    private final class Kept implements Exchange.Wires {
        @Override
        public Wire asked(HttpCall call, Deadline deadline) throws IOException {
            Wire known = kept.take(call.uri());
            if (known == null) {
                return askedAnew(call, deadline);
            }
            try {
                return asked(known, call, deadline);
            } catch (Wire.HungUp e) {
                // It had been idle: most likely the server had closed it. Once more where that does no harm (RFC 9110,
                // 9.2.2).
                if (call.method().equals("POST") || deadline.over()) {
                    throw e;
                }
                return askedAnew(call, deadline);
            }
        }

        private Wire askedAnew(HttpCall call, Deadline deadline) throws IOException {
            Wire fresh = Wire.connect(call, addresses(call, deadline), tls, deadline);
            kept.opened(fresh);
            return asked(fresh, call, deadline);
        }

        private Wire asked(Wire wire, HttpCall call, Deadline deadline) throws IOException {
            try {
                return wire.asked(call, deadline, userAgent, true);
            } catch (IOException | RuntimeException e) {
                kept.done(wire);
                throw e;
            }
        }

        private List<InetAddress> addresses(HttpCall call, Deadline deadline) throws Exchange.NotConnected {
            String host = call.uri().getHost();
            try {
                return NUMBERS.matcher(host).matches()
                        ? List.of(InetAddress.getAllByName(host))
                        : deadline.within(() -> names.addresses(host));
            } catch (IOException e) {
                throw new Exchange.NotConnected(e);
            }
        }

        @Override
        public void done(Wire wire) {
            kept.done(wire);
        }
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        timer.shutdown();
        kept.close();
    }
}
