package org.lotusguild.lotus.bot.minecraft;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.config.HostPort;

/**
 * The console of a Minecraft server over RCON, packet for packet as the vanilla server does it: it reads once, at most 1,460
 * bytes, and closes the connection unless that is exactly one packet; it sends replies in parts of 4,096 characters.
 */
public final class FakeRcon implements AutoCloseable {
    private static final int READ = 1_460;
    private static final int PART = 4_096;

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<byte[]> reads = new CopyOnWriteArrayList<>();
    private final Behaviour behaviour;

    /** What happens on a connection until it is closed. */
    public interface Behaviour {
        void serve(FakeRcon server, Socket connection) throws IOException;
    }

    private FakeRcon(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static FakeRcon of(Behaviour behaviour) {
        return new FakeRcon(behaviour);
    }

    /** The vanilla server with this console. */
    public static FakeRcon vanilla(String password, UnaryOperator<String> console) {
        return of((server, connection) -> {
            boolean known = false;
            byte[] read = server.read(connection);
            while (whole(read)) {
                int id = number(read, 4);
                String body = new String(read, 12, read.length - 14, StandardCharsets.UTF_8);
                switch (number(read, 8)) {
                    case 3 -> {
                        known = !body.isEmpty() && body.equals(password);
                        send(connection, known ? id : -1, 2, "");
                    }
                    case 2 -> {
                        if (known) {
                            sendInParts(connection, id, console.apply(body));
                        } else {
                            send(connection, -1, 2, "");
                        }
                    }
                    default -> sendInParts(connection, id, "Unknown request " + Integer.toHexString(number(read, 8)));
                }
                read = server.read(connection);
            }
        });
    }

    /** Logs everybody in, then says these bytes as the answer to the command. */
    static FakeRcon saying(byte[]... pieces) {
        return of((server, connection) -> {
            server.read(connection);
            send(connection, 1, 2, "");
            server.read(connection);
            for (byte[] piece : pieces) {
                connection.getOutputStream().write(piece);
                connection.getOutputStream().flush();
            }
            server.read(connection);
        });
    }

    private static boolean whole(byte[] read) {
        return read.length >= 10 && number(read, 0) == read.length - 4;
    }

    private static int number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    static byte[] packet(int id, int type, String body) {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(14 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(10 + text.length)
                .putInt(id)
                .putInt(type)
                .put(text)
                .array();
    }

    static void send(Socket connection, int id, int type, String body) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(packet(id, type, body));
        out.flush();
    }

    private static void sendInParts(Socket connection, int id, String text) throws IOException {
        String rest = text;
        do {
            int part = Math.min(PART, rest.length());
            send(connection, id, 0, rest.substring(0, part));
            rest = rest.substring(part);
        } while (!rest.isEmpty());
    }

    /** One read of the socket; empty at its end. */
    byte[] read(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        byte[] buffer = new byte[READ];
        int count = Math.max(0, in.read(buffer));
        byte[] read = Arrays.copyOf(buffer, count);
        if (count > 0) {
            reads.add(read);
        }
        return read;
    }

    /** What came, read by read. */
    List<byte[]> reads() {
        return List.copyOf(reads);
    }

    /** The console commands that came. */
    List<String> commands() {
        return reads.stream()
                .filter(read -> number(read, 8) == 2)
                .map(read -> new String(read, 12, read.length - 14, StandardCharsets.UTF_8))
                .toList();
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            behaviour.serve(this, connection);
        } catch (IOException gone) {
            open.remove(connection);
        }
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
