package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The log, written by strangers too. */
class LogSetupTest {

    @Test
    void oneEventIsOneLineWhateverItsValuesHold() {
        String line = logged(null);
        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .doesNotContain("\u001b", "\u202e")
                .contains("an invite was refused why=\"no?2026-01-01 ERROR forged?[31m?\"");
    }

    @Test
    void aTraceCannotLookLikeAnEvent() {
        String lines = logged(new IllegalStateException("broken\n2026-01-01T00:00:00.000Z ERROR forged"));
        assertThat(lines.lines().filter(line -> line.startsWith("2026-01-01"))).isEmpty();
        assertThat(lines).contains("IllegalStateException: broken", "LogSetupTest");
    }

    private static String logged(@Nullable Throwable trace) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("test"), Level.WARN, "an invite was refused", trace, new Object[0]);
        event.setKeyValuePairs(List.of(new KeyValuePair("why", "no\n2026-01-01 ERROR forged\u001b[31m\u202e")));
        return new String(LogSetup.encoder(context).encode(event), StandardCharsets.UTF_8);
    }
}
