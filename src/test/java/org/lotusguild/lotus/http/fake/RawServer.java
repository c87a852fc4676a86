package org.lotusguild.lotus.http.fake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;

/** A server that says exactly what it is told, one connection after the other, and keeps what it was asked. */
public final class RawServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private final ServerSocket socket;
    private final List<List<String>> connections;
    private final boolean hangUp;
    private final LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final Semaphore hangUps = new Semaphore(0);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final String scheme;

    private RawServer(ServerSocketFactory sockets, String scheme, List<List<String>> connections, boolean hangUp) {
        this.scheme = scheme;
        this.connections = connections;
        this.hangUp = hangUp;
        try {
            this.socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Gives these answers to one connection after another, and closes each. */
    public static RawServer answering(String... answers) {
        return new RawServer(ServerSocketFactory.getDefault(), "http", each(answers), true);
    }

    /** As {@link #answering}, over TLS. */
    public static RawServer overTls(ServerSocketFactory sockets, String... answers) {
        return new RawServer(sockets, "https", each(answers), true);
    }

    private static List<List<String>> each(String... answers) {
        return Stream.of(answers).map(List::of).toList();
    }

    /** Gives each list of answers to one connection, each after another request, and closes it then. */
    @SafeVarargs
    public static RawServer keeping(List<String>... connections) {
        return new RawServer(ServerSocketFactory.getDefault(), "http", List.of(connections), true);
    }

    /** Says this much, and then nothing more. */
    public static RawServer stalling(String beginning) {
        return new RawServer(ServerSocketFactory.getDefault(), "http", each(beginning), false);
    }

    public static RawServer silent() {
        return stalling("");
    }

    public URI uri(String pathAndQuery) {
        return URI.create(scheme + "://127.0.0.1:" + port() + pathAndQuery);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The next request as it came, headers and body. */
    public String request() {
        try {
            String request = requests.poll(10, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no request came");
            }
            return request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until one more connection was closed by this side. */
    public void awaitHangUp() {
        try {
            if (!hangUps.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new AssertionError("no connection was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void accept() {
        try {
            for (List<String> answers : connections) {
                Socket connection = socket.accept();
                open.add(connection);
                InputStream in = new BufferedInputStream(connection.getInputStream());
                for (String answer : answers) {
                    requests.add(read(in));
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
                if (hangUp) {
                    connection.close();
                    hangUps.release();
                }
            }
        } catch (IOException e) {
            requests.add("the connection broke: " + e);
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return text;
            }
            head.write(next);
            text = head.toString(StandardCharsets.UTF_8);
        }
        Matcher length = LENGTH.matcher(text);
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return text + new String(in.readNBytes(body), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
