package org.lotusguild.lotus.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerbatimTest {
    record Foreign(Verbatim theirs, @Default("{}") Verbatim more) {}

    private static Verbatim read(String yaml) {
        return new ConfigReader(name -> Optional.empty())
                .of(Path.of("f.yaml"), yaml, Foreign.class)
                .theirs();
    }

    @Test
    void keepsEveryKindOfValue() {
        Verbatim read = read("theirs: {A_b: {c: [1, 1.50, true, \"true\", no]}, d: 2026-01-01, e: {}}");
        assertThat(read.values())
                .isEqualTo(Map.of(
                        "A_b",
                        Map.of("c", List.of(BigInteger.ONE, new BigDecimal("1.50"), true, "true", "no")),
                        "d",
                        "2026-01-01",
                        "e",
                        Map.of()));
    }

    @Test
    void showsInADumpAsItIsWritten() {
        Foreign record = new ConfigReader(name -> Optional.empty())
                .of(Path.of("f.yaml"), "theirs: {a: {b: 1.50}}", Foreign.class);
        assertThat(ConfigDump.text(record)).contains("theirs:\n  a:\n    b: 1.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "theirs: {a: {b: }}         | theirs.a.b: has no value",
                "theirs: {a: 1, a: 2}       | theirs.a: is given twice",
                "theirs: 7                  | theirs: must be a block",
                "theirs: {a: .nan}          | theirs.a: not a number",
            })
    void refusesWhatProgramsReadDifferently(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refusal -> assertThat(refusal.problems().getFirst().message())
                                .startsWith(message));
    }
}
