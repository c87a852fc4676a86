package org.lotusguild.lotus.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A connection that speaks HTTP/1.1 (RFC 9112), one exchange after the other. For one thread at a time. */
final class Wire implements AutoCloseable {
    /** Asked for at the first connection with TLS: to read the machine's certificates takes a twelfth of a start. */
    static final Supplier<SSLSocketFactory> USUAL_TLS = () -> (SSLSocketFactory) SSLSocketFactory.getDefault();

    private static final int CONNECT_MS = 10_000;
    /** A request up to this size leaves in one piece. */
    private static final int SMALL = 16 << 10;
    /** A request of these says that it has no body. */
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final String place;
    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private AnswerHead head = AnswerHead.NONE;
    private @Nullable WireBody body;

    private Wire(String place, SocketChannel channel, Socket socket) throws IOException {
        this.place = place;
        this.channel = channel;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** The connection ended before anything of an answer came. */
    static final class HungUp extends IOException {
        HungUp(IOException cause) {
            super("the connection ended without an answer", cause);
        }
    }

    /** Scheme, host and port: what connections to it have in common. */
    static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + ":" + port(uri);
    }

    String place() {
        return place;
    }

    /** Tries one address after another. */
    static Wire connect(HttpCall call, List<InetAddress> addresses, Supplier<SSLSocketFactory> tls, Deadline deadline)
            throws Exchange.NotConnected {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            try {
                return connect(call.uri(), new InetSocketAddress(address, port(call.uri())), tls, deadline);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new Exchange.NotConnected(last);
    }

    /** Over a channel: an interrupt ends its waits on every kind of thread. */
    private static Wire connect(URI uri, InetSocketAddress address, Supplier<SSLSocketFactory> tls, Deadline deadline)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            deadline.holds(channel);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Socket socket = channel.socket();
            socket.connect(address, CONNECT_MS);
            return new Wire(place(uri), channel, secured(uri, socket, tls));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static Socket secured(URI uri, Socket socket, Supplier<SSLSocketFactory> tls) throws IOException {
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            return socket;
        }
        SSLSocket secure = (SSLSocket) tls.get().createSocket(socket, uri.getHost(), port(uri), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /**
     * Sends the request and reads the head of the answer; on failure the connection is closed.
     *
     * @param keep whether the server is to keep the connection open afterwards
     * @throws HungUp if the server may have closed the connection before it saw the request
     */
    Wire asked(HttpCall call, Deadline deadline, String userAgent, boolean keep) throws IOException {
        boolean answered = false;
        try {
            deadline.holds(channel);
            body = null;
            send(call, userAgent, keep);
            head = head();
            body = new WireBody(call, deadline, head.framing(call.method()), in);
            answered = true;
            return this;
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    private void send(HttpCall call, String userAgent, boolean keep) throws IOException {
        byte[] first = requestHead(call, userAgent, keep).getBytes(StandardCharsets.ISO_8859_1);
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), first.length + SMALL);
            out.write(first);
            if (call.body().isPresent()) {
                switch (call.body().get()) {
                    case HttpBody.Bytes bytes -> out.write(bytes.content());
                    case HttpBody.OfFile file -> copy(file.file(), out);
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new HungUp(e);
        }
    }

    private static void copy(Path file, OutputStream out) throws IOException {
        byte[] buffer = new byte[SMALL];
        try (InputStream in = opened(file)) {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }

    private static InputStream opened(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** It is no failure of the connection: to ask once more does not help. */
    private static UncheckedIOException unreadable(IOException why) {
        return new UncheckedIOException("the body of a request cannot be read", why);
    }

    private AnswerHead head() throws IOException {
        in.mark(1);
        try {
            if (in.read() < 0) {
                throw new IOException("no answer");
            }
        } catch (IOException e) {
            throw new HungUp(e);
        }
        in.reset();
        AnswerHead first = AnswerHead.read(in);
        while (first.status() / 100 == 1) {
            first = AnswerHead.read(in);
        }
        return first;
    }

    private static String requestHead(HttpCall call, String userAgent, boolean keep) {
        URI uri = call.uri();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        headers.put("User-Agent", userAgent);
        if (!keep) {
            headers.put("Connection", "close");
        }
        if (call.body().isPresent()) {
            HttpBody body = call.body().get();
            headers.put("Content-Type", body.contentType());
            headers.put("Content-Length", Long.toString(length(body)));
        } else if (WITH_BODY.contains(call.method())) {
            headers.put("Content-Length", "0"); // RFC 9110, section 8.6
        }
        headers.putAll(call.headers());
        StringBuilder text = new StringBuilder(call.method() + " " + path + query + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> text.append(line(name, value)));
        return text.append("\r\n").toString();
    }

    private static long length(HttpBody body) {
        return switch (body) {
            case HttpBody.Bytes bytes -> bytes.content().length;
            case HttpBody.OfFile file -> length(file.file());
        };
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static String line(String name, String value) {
        if ((name + value).chars().anyMatch(c -> c < 0x20 && c != '\t')) {
            throw new IllegalArgumentException("a header with control signs: " + name.strip());
        }
        return name + ": " + value + "\r\n";
    }

    int status() {
        return head.status();
    }

    /** Capped; throws {@link HttpFailure} only. */
    InputStream body() {
        return Objects.requireNonNull(body, "nothing was asked");
    }

    /** Reads the answer; cuts it off at the limit. */
    HttpAnswer answer(long limit) {
        try {
            int most = (int) Math.min(limit, Integer.MAX_VALUE);
            return new HttpAnswer(head.status(), head.headers(), body().readNBytes(most));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it may serve another call. */
    boolean lasting() {
        return head.lasting() && body != null && body.ended() && channel.isOpen() && nothingLeft();
    }

    /** What came behind the answer would be taken for the next one. */
    private boolean nothingLeft() {
        try {
            return in.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the server neither closed it nor said anything since the last answer. */
    boolean quiet() {
        try {
            channel.configureBlocking(false);
            boolean nothing = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return nothing;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}
