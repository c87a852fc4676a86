package org.lotusguild.lotus.http.server;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/** One listener. Its requests run on virtual threads. */
public final class HttpServer implements AutoCloseable {
    /** The library greets on the console through the JDK's logger; a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    /** All that we use of the library we name; each start would look through the jars for more. */
    private static final ServiceRegistryConfig NAMED_ONLY = ServiceRegistryConfig.builder()
            .discoverServices(false)
            .discoverServicesFromServiceLoader(false)
            .build();

    private static final Duration SWEEP = Duration.ofSeconds(5);
    private final WebServer server;
    private final SlowSenders slow;

    private HttpServer(WebServer server, SlowSenders slow) {
        this.server = server;
        this.slow = slow;
    }

    /**
     * @param bind port 0 takes any free one, see {@link #port}
     * @param random for the codes under which defects are logged
     * @throws PortTaken if it cannot listen there
     */
    public static HttpServer start(
            InetSocketAddress bind, Limits limits, Proxies proxies, Routes routes, RandomGenerator random) {
        LIBRARY.setLevel(Level.WARNING);
        requireFree(bind);
        SlowSenders slow = new SlowSenders(limits.request());
        Front front = new Front(limits, slow, proxies, routes, new ErrorTable(random));
        WebServer server = WebServer.builder()
                .serviceRegistry(GlobalServiceRegistry.registry(
                        () -> ServiceRegistryManager.create(NAMED_ONLY).registry()))
                .bindAddress(bind)
                .shutdownHook(false)
                .shutdownGracePeriod(limits.stop())
                .featuresDiscoverServices(false)
                .maxTcpConnections(limits.connections())
                .maxPayloadSize(limits.bodyBytes())
                .contentEncoding(new PackedBodies())
                .idleConnectionTimeout(limits.request())
                .idleConnectionPeriod(limits.request().compareTo(SWEEP) < 0 ? limits.request() : SWEEP)
                .protocolsDiscoverServices(false)
                .concurrencyLimitDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(limits.headerBytes())
                        .maxPrologueLength(limits.headerBytes() / 2)
                        .addReceiveListener(slow)
                        .build())
                .directHandlers(directHandlers())
                .routing(HttpRouting.builder().any(front))
                .build();
        try {
            return new HttpServer(server.start(), slow);
        } catch (RuntimeException e) {
            slow.close();
            throw refused(bind, e);
        }
    }

    /** Where something listens already, the library may fail with less clear words, and later. */
    private static void requireFree(InetSocketAddress bind) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(bind);
        } catch (IOException e) {
            throw new PortTaken(bind, e);
        }
    }

    private static RuntimeException refused(InetSocketAddress bind, RuntimeException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BindException) {
                return new PortTaken(bind, at);
            }
        }
        return failure;
    }

    /** What the library refuses by itself looks as what we refuse. */
    private static DirectHandlers directHandlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, new PlainRefusal());
        }
        return handlers.build();
    }

    public int port() {
        return server.port();
    }

    /** Takes no more requests, lets those at work end within the limit, breaks off the rest. */
    @Override
    public void close() {
        server.stop();
        slow.close();
    }
}
