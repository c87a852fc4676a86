package org.lotusguild.lotus.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;

class ConfigDumpTest {

    enum Mode {
        VERY_FAST
    }

    record Inner(Secret token, @Default("true") boolean on) {}

    record Outer(
            String name,
            Optional<Inner> inner,
            Optional<String> absent,
            @Default("90s") Duration time,
            @Default("very-fast") Mode mode,
            List<UserId> users,
            Map<String, Long> levels,
            @Default("[::1]:80") HostPort at) {}

    private static final Outer OUTER = new Outer(
            "no: \"quotes\"\nno 'lines'",
            Optional.of(new Inner(new Secret("hunter2"), true)),
            Optional.empty(),
            Duration.ofSeconds(90),
            Mode.VERY_FAST,
            List.of(UserId.parse("@eve:example.org")),
            Map.of("a", 5L),
            HostPort.parse("[::1]:80"));

    @Test
    void writesEveryKeyAndMasksSecrets() {
        String text = ConfigDump.text(OUTER);
        assertThat(text).doesNotContain("hunter2").doesNotContain("absent");
        assertThat(text).contains("inner:\n  token: <secret>\n  on: true\n", "time: 1m30s\n", "mode: very-fast\n");
    }

    @Test
    void isReadBackAsTheSameRecordOnceTheSecretIsPutIn(@TempDir Path home) throws IOException {
        Path file = home.resolve("dump.yaml");
        Files.writeString(file, ConfigDump.text(OUTER).replace("<secret>", "${TOKEN}"));
        assertThat(new ConfigReader(name -> Optional.of("hunter2")).read(file, Outer.class))
                .isEqualTo(OUTER);
    }
}
