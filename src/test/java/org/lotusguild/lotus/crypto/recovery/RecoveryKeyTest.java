package org.lotusguild.lotus.crypto.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

final class RecoveryKeyTest {
    /** As matrix-js-sdk 43 writes the bytes 1 to 32. */
    private static final String KNOWN = "EsT1 H3Wm yHnZ VYce KwM9 c6Gk nX71 3FkR Yz9x vary hjQh 5m7X";

    private static final String SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    static byte[] oneToThirtyTwo() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }

    static RecoveryKey known() {
        return RecoveryKey.parse(new Secret(KNOWN)).orElseThrow();
    }

    @Test
    void readsAndWritesWhatTheIndependentClientWrites() {
        assertThat(known().bytes()).isEqualTo(oneToThirtyTwo());
        assertThat(known().text().value()).isEqualTo(KNOWN);
    }

    @Test
    void doesNotMindBlanks() {
        assertThat(RecoveryKey.parse(new Secret(" " + KNOWN.replace(" ", "") + "\n")))
                .isPresent();
    }

    @Test
    void noticesNearlyEveryWrongSign() {
        String bare = KNOWN.replace(" ", "");
        int missed = 0;
        for (int at = 0; at < bare.length(); at++) {
            for (char sign : SIGNS.toCharArray()) {
                String text = bare.substring(0, at) + sign + bare.substring(at + 1);
                boolean taken = RecoveryKey.parse(new Secret(text)).isPresent();
                assertThat(taken || sign != bare.charAt(at)).isTrue();
                missed += taken && sign != bare.charAt(at) ? 1 : 0;
            }
        }
        assertThat(missed).isLessThan(bare.length() * SIGNS.length() / 128);
    }

    @Test
    void refusesWhatIsNoKey() {
        Stream.of("", "0", "O", KNOWN.substring(5), KNOWN + " EsT1", "1".repeat(48), "é".repeat(48))
                .forEach(text ->
                        assertThat(RecoveryKey.parse(new Secret(text))).as(text).isEmpty());
    }

    @Test
    void showsItselfOnlyOnRequest() {
        assertThat(known().toString()).isEqualTo("<secret>");
    }

    @Test
    void aNewKeyHasTwelveGroupsOfFourAndReadsBack() {
        RecoveryKey made = RecoveryKey.create(new SecureRandom());
        assertThat(made.text().value()).matches("Es[S-U][a-zA-Z1-9]( [a-zA-Z1-9]{4}){11}");
        assertThat(RecoveryKey.parse(made.text()).orElseThrow().bytes()).isEqualTo(made.bytes());
    }

    @Test
    void base58KeepsAllBytesAndLeadingZeros() {
        Gen<byte[]> bytes = SourceDSL.integers()
                .between(0, 40)
                .zip(SourceDSL.longs().all(), (length, seed) -> {
                    byte[] made = new byte[length];
                    new Random(seed).nextBytes(made);
                    for (int zero = 0; zero < Math.floorMod(seed, 4) && zero < length; zero++) {
                        made[zero] = 0;
                    }
                    return made;
                });
        QuickTheory.qt()
                .forAll(bytes)
                .checkAssert(
                        made -> assertThat(Base58.decode(Base58.encode(made))).contains(made));
    }
}
