package org.lotusguild.lotus.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One HTTP/1.1 exchange over a connection of its own (RFC 9112). */
final class Wire implements AutoCloseable {
    private static final int CONNECT_MS = 10_000;
    private final HttpCall call;
    private final Deadline deadline;
    private final Socket socket;
    private final InputStream in;
    private AnswerHead head = AnswerHead.NONE;

    private Wire(HttpCall call, Deadline deadline, Socket socket) throws IOException {
        this.call = call;
        this.deadline = deadline;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Tries one address after another. */
    static Wire connect(HttpCall call, List<InetAddress> addresses, SSLSocketFactory tls, Deadline deadline)
            throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                deadline.holds(socket);
                socket.connect(new InetSocketAddress(address, port(call.uri())), CONNECT_MS);
                return new Wire(call, deadline, secured(call.uri(), socket, tls));
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static Socket secured(URI uri, Socket socket, SSLSocketFactory tls) throws IOException {
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            return socket;
        }
        SSLSocket secure = (SSLSocket) tls.createSocket(socket, uri.getHost(), port(uri), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** Sends the request and reads the head of the answer. */
    void request(String userAgent) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        out.write(requestHead(userAgent).getBytes(StandardCharsets.ISO_8859_1));
        if (call.body().isPresent()) {
            switch (call.body().get()) {
                case HttpBody.Bytes bytes -> out.write(bytes.content());
                case HttpBody.OfFile file -> Files.copy(file.file(), out);
            }
        }
        out.flush();
        head = AnswerHead.read(in);
        while (head.status() / 100 == 1) {
            head = AnswerHead.read(in);
        }
    }

    private String requestHead(String userAgent) throws IOException {
        URI uri = call.uri();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        headers.put("User-Agent", userAgent);
        headers.put("Connection", "close");
        if (call.body().isPresent()) {
            HttpBody body = call.body().get();
            headers.put("Content-Type", OutgoingHttp.contentType(body));
            headers.put("Content-Length", Long.toString(length(body)));
        }
        headers.putAll(call.headers());
        StringBuilder text = new StringBuilder(call.method() + " " + path + query + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> text.append(line(name, value)));
        return text.append("\r\n").toString();
    }

    private static long length(HttpBody body) throws IOException {
        return switch (body) {
            case HttpBody.Bytes bytes -> bytes.content().length;
            case HttpBody.OfFile file -> Files.size(file.file());
        };
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
        return new WireBody(call, deadline, head.framing(call.method()), in);
    }

    /** Reads the answer; cuts it off at the limit. */
    HttpAnswer answer(long limit) {
        try (InputStream body = body()) {
            int most = (int) Math.min(limit, Integer.MAX_VALUE);
            return new HttpAnswer(head.status(), head.headers(), body.readNBytes(most));
        } catch (IOException e) {
            throw GuardedHttp.failure(call, deadline, e, HttpFailure.Kind.BROKEN);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
