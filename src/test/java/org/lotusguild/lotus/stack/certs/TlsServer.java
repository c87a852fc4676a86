package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.lotusguild.lotus.base.config.HostPort;

/** A server that shows the certificate of a folder of {@link TestCertificates}, until it is told another one. */
public final class TlsServer implements AutoCloseable {
    private final int port;
    private volatile SSLServerSocket socket;

    public TlsServer(Path pair) {
        socket = listen(pair, 0);
        port = socket.getLocalPort();
        Thread.ofVirtual().start(this::serve);
    }

    public HostPort at() {
        return new HostPort("127.0.0.1", port);
    }

    private void serve() {
        while (true) {
            try (SSLSocket client = (SSLSocket) socket.accept()) {
                client.startHandshake();
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private static SSLServerSocket listen(Path pair, int port) {
        try {
            char[] password = "changeit".toCharArray();
            KeyStore store = KeyStore.getInstance(pair.resolve("store.p12").toFile(), password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, new SecureRandom());
            return (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(port, 5, InetAddress.getLoopbackAddress());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
