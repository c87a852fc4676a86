package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The messages that the binding makes for a call are freed with the call, not some day by the garbage collector. Measured
 * in a JVM of its own that never collects: there, what is forgotten stays.
 */
class NativeMemoryTest {
    private static final int ROUNDS = 500;
    private static final int TEXT = 16 * 1024;

    @Test
    @Timeout(60)
    void messagesLeaveNothingBehind() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+UseEpsilonGC",
                        "-Xmx2g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        Child.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        String last = said.strip().lines().reduce("", (before, line) -> line);
        // one forgotten message a round would be TEXT and more
        assertThat(Long.parseLong(last) / ROUNDS).as("bytes a round").isLessThan(TEXT / 2);
    }

    private static String classPath() {
        StringJoiner path = new StringJoiner(File.pathSeparator);
        path.add(System.getProperty("java.class.path"));
        if (NativeMemoryTest.class.getClassLoader() instanceof URLClassLoader loader) {
            Arrays.stream(loader.getURLs()).map(URL::getPath).forEach(path::add);
        }
        return path.toString();
    }

    /** Prints how much more native memory is in use after the rounds than before. */
    static final class Child {
        public static void main(String[] args) throws Throwable {
            try (OlmAccount alice = OlmAccount.create();
                    OlmAccount bob = OlmAccount.create();
                    MegolmOutbound out = MegolmOutbound.create();
                    MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
                bob.generateOneTimeKeys(1);
                Curve25519Key oneTime = bob.oneTimeKeys().values().iterator().next();
                try (OlmSession there = alice.outbound(bob.identityKey(), oneTime);
                        OlmSession back = bob.inbound(there.encrypt("hello"), alice.identityKey())
                                .session()) {
                    rounds(20, there, back, out, in);
                    long before = allocated();
                    rounds(ROUNDS, there, back, out, in);
                    System.out.println(allocated() - before);
                }
            }
        }

        private static void rounds(int count, OlmSession there, OlmSession back, MegolmOutbound out, MegolmInbound in) {
            String text = "x".repeat(TEXT);
            for (int i = 0; i < count; i++) {
                in.decrypt(out.encrypt(text));
                back.decrypt(there.encrypt(text));
            }
        }
    }

    /** The bytes in use, by glibc: the eighth of the ten sizes of {@code mallinfo2}. */
    private static long allocated() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MemoryLayout struct = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));
        MethodHandle mallinfo =
                linker.downcallHandle(linker.defaultLookup().findOrThrow("mallinfo2"), FunctionDescriptor.of(struct));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, 7);
        }
    }
}
