package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The internet of a test: a proxy that takes {@code CONNECT NAME:443} for a few names and leads all of them to one port of this
 * machine. So clients and servers use the names and addresses that stand in rendered files, as they are.
 */
final class Tunnel implements AutoCloseable {
    private static final Pattern CONNECT = Pattern.compile("CONNECT ([^ :]+):443 HTTP/1\\.[01]\r\n.*", Pattern.DOTALL);

    private final ServerSocket server;
    private final Set<String> names;
    private final int to;

    private Tunnel(ServerSocket server, Set<String> names, int to) {
        this.server = server;
        this.names = names;
        this.to = to;
    }

    /** @param to a port on loopback */
    static Tunnel open(Set<String> names, int to) {
        try {
            Tunnel tunnel = new Tunnel(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), names, to);
            Thread.ofVirtual().start(tunnel::serve);
            return tunnel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> connect(caller));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket caller) {
        try (caller) {
            Matcher wish = CONNECT.matcher(head(caller.getInputStream()));
            if (!wish.matches() || !names.contains(wish.group(1))) {
                answer(caller, "403 No such name");
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), to)) {
                answer(caller, "200 Connected");
                Thread back = Thread.ofVirtual().start(() -> pass(server, caller));
                pass(caller, server);
                back.join();
            }
        } catch (IOException e) {
            // One of the two has gone; the other sees its connection end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 8192 && head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void answer(Socket caller, String status) throws IOException {
        caller.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // As above.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
