package org.lotusguild.lotus.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.ConfigReader;

class ScriptConfigTest {
    @TempDir
    private Path folder;

    private ScriptConfig read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("lotus.yaml"), yaml);
        return new ConfigReader(name -> Optional.empty()).read(file, ScriptConfig.class);
    }

    @Test
    void nothingMeansTheStandard() throws IOException {
        assertThat(read("enabled: true\n")).isEqualTo(ScriptConfig.standard());
    }

    @Test
    void everyKeyIsRead() throws IOException {
        assertThat(read("enabled: false\ncpu: 250ms\nmemory: 16MiB\ndisable-after: 3\ntuned: true\n"))
                .isEqualTo(new ScriptConfig(false, Duration.ofMillis(250), new ByteSize(16 << 20), 3, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu: 5ms | 10ms to 2s",
                "cpu: 3s | 10ms to 2s",
                "memory: 2MiB | 4MiB to 64MiB",
                "memory: 1GiB | 4MiB to 64MiB",
                "memory: much | write it like",
                "disable-after: 0 | 1 to 100",
                "cpus: 1s | did you mean cpu",
            })
    void aWrongValueIsRefusedWithItsRemedy(String line, String remedy) {
        assertThatThrownBy(() -> read(line + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(remedy)
                .hasMessageContaining("1");
    }
}
