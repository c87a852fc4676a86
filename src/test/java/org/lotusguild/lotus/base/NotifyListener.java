package org.lotusguild.lotus.base;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The other end of a {@link NotifySocket}, as systemd has it: a datagram socket of Linux. */
final class NotifyListener implements AutoCloseable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final int MOST = 4096;

    private final int socket;

    /** @param name a path, or {@code @} and a name */
    NotifyListener(String name) {
        byte[] path = name.replace('@', '\0').getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2 + path.length, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
            socket = (int) function("socket", FunctionDescriptor.of(INT, INT, INT, INT))
                    .invokeExact(1, 2, 0);
            int bound = (int) function("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT))
                    .invokeExact(socket, address, (int) address.byteSize());
            if (bound != 0) {
                throw new AssertionError("cannot listen at " + name);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    /** The next datagram, which must have been sent; empty if there is none. */
    String heard() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(MOST);
            long bytes = (long) function(
                            "recv",
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_LONG, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, INT))
                    .invokeExact(socket, words, (long) MOST, 0x40);
            byte[] heard = bytes < 0 ? new byte[0] : words.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
            return new String(heard, StandardCharsets.UTF_8);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            int closed =
                    (int) function("close", FunctionDescriptor.of(INT, INT)).invokeExact(socket);
            if (closed != 0) {
                throw new AssertionError("it was closed already");
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
