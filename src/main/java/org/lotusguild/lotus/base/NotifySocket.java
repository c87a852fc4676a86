package org.lotusguild.lotus.base;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The socket on which systemd hears from a service how it is: sd_notify(3). It takes datagrams of the family {@code AF_UNIX}, of
 * which Java has none, so the system's own library sends them. The numbers are those of Linux, where alone systemd is.
 */
public final class NotifySocket {
    private static final int UNIX = 1;
    private static final int DATAGRAM = 2;
    private static final int CLOSED_IN_CHILDREN = 0x80000;
    private static final int WITHOUT_WAITING_OR_SIGNAL = 0x40 | 0x4000;

    /** What stands before the path in a {@code sockaddr_un}. */
    private static final int FAMILY_SIZE = 2;

    private final String path;

    private NotifySocket(String path) {
        this.path = path;
    }

    /** Empty where the process is no service of systemd, or its unit wants to hear nothing. */
    public static Optional<NotifySocket> of(Environment environment) {
        return environment
                .variable("NOTIFY_SOCKET")
                .filter(path -> path.startsWith("/") || path.startsWith("@"))
                .map(NotifySocket::new);
    }

    /**
     * @param state as sd_notify(3) names it: {@code WATCHDOG=1}
     * @throws IOException if nobody listens
     */
    public void tell(String state) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            if (!sent(address(arena), arena.allocateFrom(state))) {
                throw new IOException("nobody listens at " + path);
            }
        }
    }

    /** A name that is no path of a file begins with a zero. */
    private MemorySegment address(Arena arena) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        MemorySegment address = arena.allocate(FAMILY_SIZE + name.length, Long.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) UNIX);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, FAMILY_SIZE, name.length);
        if (path.startsWith("@")) {
            address.set(ValueLayout.JAVA_BYTE, FAMILY_SIZE, (byte) 0);
        }
        return address;
    }

    private static boolean sent(MemorySegment address, MemorySegment words) throws IOException {
        try {
            int socket = (int) Library.SOCKET.invokeExact(UNIX, DATAGRAM | CLOSED_IN_CHILDREN, 0);
            if (socket < 0) {
                throw new IOException("the system gives no socket");
            }
            long bytes = (long) Library.SEND.invokeExact(
                    socket,
                    words,
                    words.byteSize() - 1,
                    WITHOUT_WAITING_OR_SIGNAL,
                    address,
                    Math.toIntExact(address.byteSize()));
            int closed = (int) Library.CLOSE.invokeExact(socket);
            return bytes >= 0 && closed == 0;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // these functions throw nothing
        }
    }

    /** Made when somebody is told for the first time: most processes are no service of systemd. */
    private static final class Library {
        private static final MethodHandle SOCKET = function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private static final MethodHandle SEND = function(
                "sendto",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
        private static final MethodHandle CLOSE =
                function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private static MethodHandle function(String name, FunctionDescriptor shape) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
        }
    }
}
