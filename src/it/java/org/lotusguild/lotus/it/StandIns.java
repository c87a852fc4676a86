package org.lotusguild.lotus.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Service;

/** What a proxy finds in the places of Lotus and LiveKit: both say what they were asked. */
record StandIns(HttpServer lotus, ServerSocket liveKit) implements AutoCloseable {
    static StandIns of(Plan plan) throws IOException {
        return new StandIns(echo(plan.port(Service.LOTUS)), upgrading(plan.port(Service.LIVEKIT)));
    }

    private static HttpServer echo(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", exchange -> {
            String said = "lotus " + exchange.getRequestURI() + " for "
                    + exchange.getRequestHeaders().getFirst("X-Forwarded-For");
            byte[] body = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Takes an upgrade to WebSocket, as LiveKit does. */
    private static ServerSocket upgrading(int port) throws IOException {
        ServerSocket server = new ServerSocket(port, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    byte[] head = new byte[4096];
                    String request = new String(head, 0, socket.getInputStream().read(head), StandardCharsets.US_ASCII);
                    boolean upgrade = request.contains("Upgrade: websocket") && request.contains("Connection: upgrade");
                    String path = request.lines().findFirst().orElse("");
                    socket.getOutputStream().write(("HTTP/1.1 " + (upgrade ? "101 Switching Protocols" : "400 No")
                                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Asked: " + path + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    @Override
    public void close() throws IOException {
        lotus.stop(0);
        liveKit.close();
    }
}
