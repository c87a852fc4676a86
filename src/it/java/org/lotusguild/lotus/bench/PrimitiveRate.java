package org.lotusguild.lotus.bench;

import de.connect2x.trixnity.crypto.driver.CryptoDriver;
import de.connect2x.trixnity.crypto.driver.vodozemac.VodozemacCryptoDriver;
import java.util.Arrays;
import java.util.Locale;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;
import org.lotusguild.lotus.crypto.primitive.MegolmOutbound;

/**
 * Megolm messages of 1 KiB a second of processor time: the native binding alone, and through {@code crypto.primitive}.
 * One line, medians of the rounds after the first two; the two are measured in turns, so that a busy machine slows both.
 */
public final class PrimitiveRate {
    private static final CryptoDriver DRIVER = VodozemacCryptoDriver.INSTANCE;
    private static final int MESSAGES = 4000;
    private static final int WARM = 2;
    private static final int ROUNDS = 7;
    private static final String TEXT = "x".repeat(1024);

    private PrimitiveRate() {}

    /** Messages a second. */
    public record Rate(double encrypt, double decrypt) {}

    public static void main(String[] args) throws Exception {
        Rate[] bare = new Rate[ROUNDS];
        Rate[] ours = new Rate[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            bare[i] = binding();
            ours[i] = primitive();
        }
        Rate b = median(bare);
        Rate o = median(ours);
        System.out.printf(
                Locale.ROOT,
                "megolm 1 KiB: binding encrypt %.0f/s decrypt %.0f/s; crypto.primitive encrypt %.0f/s decrypt %.0f/s;"
                        + " ratio %.2f %.2f%n",
                b.encrypt, b.decrypt, o.encrypt, o.decrypt, o.encrypt / b.encrypt, o.decrypt / b.decrypt);
    }

    /** One round with nothing of ours between. */
    public static Rate binding() throws Exception {
        String[] wire = new String[MESSAGES];
        try (var out = DRIVER.getMegolm().getGroupSession().invoke();
                var key = out.getSessionKey();
                var in = DRIVER.getMegolm().getInboundGroupSession().invoke(key)) {
            long start = Cpu.nanos();
            for (int i = 0; i < MESSAGES; i++) {
                try (var message = out.encrypt(TEXT)) {
                    wire[i] = message.getBase64();
                }
            }
            long between = Cpu.nanos();
            for (String each : wire) {
                try (var message = DRIVER.getMegolm().getMessage().invoke(each)) {
                    in.decrypt(message);
                }
            }
            return rate(start, between, Cpu.nanos());
        }
    }

    private static Rate primitive() {
        String[] wire = new String[MESSAGES];
        try (MegolmOutbound out = MegolmOutbound.create();
                MegolmInbound in = MegolmInbound.fromSessionKey(out.sessionKey())) {
            long start = Cpu.nanos();
            for (int i = 0; i < MESSAGES; i++) {
                wire[i] = out.encrypt(TEXT);
            }
            long between = Cpu.nanos();
            for (String each : wire) {
                in.decrypt(each);
            }
            return rate(start, between, Cpu.nanos());
        }
    }

    private static Rate rate(long start, long between, long end) {
        return new Rate(MESSAGES * 1e9 / (between - start), MESSAGES * 1e9 / (end - between));
    }

    private static Rate median(Rate[] rounds) {
        Rate[] warm = Arrays.copyOfRange(rounds, WARM, rounds.length);
        double[] encrypt = Arrays.stream(warm).mapToDouble(Rate::encrypt).sorted().toArray();
        double[] decrypt = Arrays.stream(warm).mapToDouble(Rate::decrypt).sorted().toArray();
        return new Rate(encrypt[encrypt.length / 2], decrypt[decrypt.length / 2]);
    }
}
