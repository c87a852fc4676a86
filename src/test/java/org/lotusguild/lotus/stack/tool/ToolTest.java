package org.lotusguild.lotus.stack.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs of other people. */
class ToolTest {
    @Test
    void tellsHowItEndedAndWhatItSaid() {
        Tool.Outcome outcome =
                Tool.of("sh", "-c", "echo out; echo err >&2; exit 3").run();
        assertThat(outcome).isEqualTo(new Tool.Outcome(3, "out\n", "err\n"));
        assertThat(outcome.words()).isEqualTo("err");
    }

    @Test
    void tellsThatThereIsNoSuchProgram() {
        assertThat(Tool.of("/there/is/no/such").run().exit()).isEqualTo(Tool.NOT_STARTED);
    }

    @Test
    void endsWhatTakesTooLong() {
        Tool.Outcome outcome =
                Tool.of("sleep", "60").within(Duration.ofMillis(100)).run();
        assertThat(outcome.exit()).isEqualTo(Tool.TOO_LONG);
    }

    @Test
    void passesAPasswordOnWithoutShowingIt() {
        Tool tool = Tool.of("sh", "-c", "printf %s \"$PGPASSWORD\"").with(Map.of("PGPASSWORD", "hidden"));
        assertThat(tool.run().out()).isEqualTo("hidden");
        assertThat(tool).asString().doesNotContain("hidden");
    }

    @Test
    void saysThatTheOutputCouldNotBeTaken() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Tool.of("sh", "-c", "yes | head -c 1000000").run(out -> {
                    throw new IOException("No space left on device");
                }));
    }

    @Test
    void readsMoreThanItKeepsToTheEnd() {
        assertThat(Tool.of("sh", "-c", "head -c 1000000 /dev/zero; echo done >&2")
                        .run()
                        .err())
                .isEqualTo("done\n");
    }
}
