package org.lotusguild.lotus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;
import org.lotusguild.lotus.crypto.primitive.MegolmOutbound;

/**
 * A million decryptions of 1 KiB (or as many as the argument says): resident memory after a tenth and at the end. Linux.
 * Flat means: the second number is not above the first by more than the heap's own breathing. Run with {@code -Xmx64m}.
 */
public final class NativeMemory {
    private NativeMemory() {}

    public static void main(String[] args) throws IOException {
        int total = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        long early = 0;
        try (MegolmOutbound out = MegolmOutbound.create();
                MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            String text = "x".repeat(1024);
            for (int i = 0; i < total; i++) {
                in.decrypt(out.encrypt(text));
                if (i == total / 10) {
                    early = residentKiB();
                }
            }
        }
        System.out.printf(
                Locale.ROOT, "%d decryptions: resident %d KiB after a tenth, %d KiB at the end%n", total, early, residentKiB());
    }

    private static long residentKiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }
}
