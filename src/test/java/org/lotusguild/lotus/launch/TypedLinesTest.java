package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TypedLinesTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void givesLineAfterLineAndTellsOfTheEnd() throws IOException, InterruptedException {
        try (PipedOutputStream keys = new PipedOutputStream();
                PipedInputStream input = new PipedInputStream(keys)) {
            TypedLines typed = TypedLines.from(input);
            assertThat(typed.next(Duration.ofMillis(1))).isEmpty();
            keys.write(" y \nno\n".getBytes(StandardCharsets.UTF_8));
            keys.flush();
            assertThat(typed.next(LONG)).contains("y");
            assertThat(typed.ended()).isFalse();
            assertThat(typed.next(LONG)).contains("no");
            keys.close();
            long end = System.nanoTime() + LONG.toNanos();
            while (!typed.ended() && System.nanoTime() < end) {
                assertThat(typed.next(Duration.ofMillis(20))).isEmpty();
            }
            assertThat(typed.ended()).isTrue();
        }
    }
}
