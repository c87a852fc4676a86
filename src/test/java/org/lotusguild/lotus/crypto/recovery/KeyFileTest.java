package org.lotusguild.lotus.crypto.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;

final class KeyFileTest {
    private static final Secret PASSPHRASE = new Secret("a long passphrase");
    private static final byte[] JSON = "[{\"room_id\":\"!a\"}]".getBytes(StandardCharsets.UTF_8);

    private byte[] file = new byte[0];

    @BeforeEach
    void write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        KeyFile.write(out, JSON, PASSPHRASE, new SecureRandom());
        file = out.toByteArray();
    }

    @Test
    void readsWhatItWrote() {
        assertThat(KeyFile.read(file, PASSPHRASE)).contains(JSON);
    }

    @Test
    void isTextOfShortLinesThatAsksForHalfAMillionRounds() {
        String text = new String(file, StandardCharsets.US_ASCII);
        assertThat(text)
                .startsWith("-----BEGIN MEGOLM SESSION DATA-----\n")
                .endsWith("\n-----END MEGOLM SESSION DATA-----\n");
        assertThat(text.lines()).allMatch(line -> line.length() <= 76);
        assertThat(ByteBuffer.wrap(body(), 33, 4).getInt()).isGreaterThanOrEqualTo(500_000);
    }

    @Test
    void opensForNoOtherPassphraseAndNotWhenDamaged() {
        assertThat(KeyFile.read(file, new Secret("another"))).isEmpty();
        byte[] damaged = body();
        damaged[40] ^= 1;
        assertThat(KeyFile.read(wrapped(damaged), PASSPHRASE)).isEmpty();
    }

    @Test
    void refusesWhatIsNoKeyFile() {
        assertThat(KeyFile.read(new byte[0], PASSPHRASE)).isEmpty();
        assertThat(KeyFile.read("-----BEGIN MEGOLM SESSION DATA-----".getBytes(StandardCharsets.US_ASCII), PASSPHRASE))
                .isEmpty();
        assertThat(KeyFile.read(wrapped(new byte[10]), PASSPHRASE)).isEmpty();
        byte[] slow = body();
        ByteBuffer.wrap(slow).putInt(33, Integer.MAX_VALUE);
        assertThat(KeyFile.read(wrapped(slow), PASSPHRASE)).isEmpty();
        byte[] newer = body();
        newer[0] = 2;
        assertThat(KeyFile.read(wrapped(newer), PASSPHRASE)).isEmpty();
    }

    private byte[] body() {
        String text = new String(file, StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(text.substring(text.indexOf('\n'), text.lastIndexOf("-----END")));
    }

    private static byte[] wrapped(byte[] body) {
        return ("-----BEGIN MEGOLM SESSION DATA-----\n" + Base64.getEncoder().encodeToString(body)
                        + "\n-----END MEGOLM SESSION DATA-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
