package org.lotusguild.lotus.bot.minecraft;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.HostPort;

/** Runs one command on a Minecraft server's console: one connection a command, one packet a write, all waits limited. */
final class Rcon {
    private static final int LOGIN_ID = 1;
    private static final int COMMAND_ID = 2;
    private static final int REFUSED_ID = -1;
    /** Replies come in parts of so many characters; a shorter one is the last. */
    private static final int PART = 4_096;

    private static final int MOST_BYTES = 64 << 10;

    private final HostPort address;
    private final Secret password;
    private final Limits limits;

    /**
     * @param connect for the connection
     * @param reply for each reply to be whole
     * @param all for everything
     * @param more how long another part is waited for after one that is full
     */
    record Limits(Duration connect, Duration reply, Duration all, Duration more) {
        static Limits usual() {
            return new Limits(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(500));
        }
    }

    Rcon(HostPort address, Secret password, Limits limits) {
        this.address = address;
        this.password = password;
        this.limits = limits;
    }

    sealed interface Outcome {}

    /** @param text without colour codes */
    record Said(String text) implements Outcome {}

    record WrongPassword() implements Outcome {}

    /** @param asked whether the command may have reached the server */
    record NoAnswer(String why, boolean asked) implements Outcome {}

    /** What came is not RCON. */
    record Nonsense(String what) implements Outcome {}

    Outcome run(String command) {
        boolean asked = false;
        try (Socket socket = new Socket()) {
            Line line = new Line(socket);
            line.connect();
            line.write(new Packet(LOGIN_ID, Packet.LOGIN, password.value()));
            Packet login = line.read(line.deadline(limits.reply()));
            if (login.type() != Packet.LOGIN_REPLY || login.id() != LOGIN_ID && login.id() != REFUSED_ID) {
                return new Nonsense("a login reply of type " + login.type());
            }
            if (login.id() == REFUSED_ID) {
                return new WrongPassword();
            }
            asked = true;
            line.write(new Packet(COMMAND_ID, Packet.COMMAND, command));
            return new Said(line.reply().replaceAll("§.?", "").strip());
        } catch (NotRcon e) {
            return new Nonsense(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new NoAnswer(e.getMessage() == null ? e.toString() : e.getMessage(), asked);
        }
    }

    /** The server does not keep to the protocol. */
    private static final class NotRcon extends IOException {
        NotRcon(String what) {
            super(what);
        }
    }

    /** The open connection. */
    private final class Line {
        private final Socket socket;
        private final long end = System.nanoTime() + limits.all().toNanos();

        Line(Socket socket) {
            this.socket = socket;
        }

        long deadline(Duration limit) {
            return Math.min(end, System.nanoTime() + limit.toNanos());
        }

        void connect() throws IOException {
            socket.setTcpNoDelay(true);
            try {
                socket.connect(PrivateAddress.of(address), millisUntil(deadline(limits.connect())));
            } catch (IllegalArgumentException notPrivate) {
                throw new IOException(notPrivate.getMessage(), notPrivate);
            }
        }

        void write(Packet packet) throws IOException {
            socket.getOutputStream().write(packet.bytes());
        }

        /** All parts of a reply, as far as they fit. */
        String reply() throws IOException {
            StringBuilder text = new StringBuilder();
            long deadline = deadline(limits.reply());
            int part = part(text, deadline);
            while (part == PART && text.length() < MOST_BYTES) {
                try {
                    part = part(text, Math.min(deadline, deadline(limits.more())));
                } catch (SocketTimeoutException noMore) {
                    break;
                }
            }
            return text.toString();
        }

        private int part(StringBuilder text, long deadline) throws IOException {
            Packet packet = read(deadline);
            if (packet.type() != Packet.REPLY || packet.id() != COMMAND_ID) {
                throw new NotRcon("a reply of type " + packet.type() + " to " + packet.id());
            }
            text.append(packet.body());
            return packet.body().length();
        }

        Packet read(long deadline) throws IOException {
            int length = ByteBuffer.wrap(exactly(4, deadline))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            if (!Packet.possible(length, MOST_BYTES)) {
                throw new NotRcon("a packet of " + length + " bytes");
            }
            return Packet.read(exactly(length, deadline));
        }

        private byte[] exactly(int count, long deadline) throws IOException {
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[count];
            for (int read = 0; read < count; ) {
                socket.setSoTimeout(millisUntil(deadline));
                int more = in.read(bytes, read, count - read);
                if (more < 0) {
                    throw new EOFException("the server closed the connection");
                }
                read += more;
            }
            return bytes;
        }

        private int millisUntil(long deadline) throws SocketTimeoutException {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer in time");
            }
            return (int) left;
        }
    }
}
