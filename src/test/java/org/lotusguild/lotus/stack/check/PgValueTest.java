package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgValueTest {

    @ParameterizedTest
    @CsvSource({"128MB,8kB,16384", "4096,kB,4MB", "1GB,MB,1024MB", "1min,s,60", "2,ms,2000us", "0.5h,s,30min"})
    void meanTheSame(String one, String base, String other) {
        assertThat(PgValue.canonical(one, base)).isEqualTo(PgValue.canonical(other, base));
    }

    @Test
    void areNotConfusedByWords() {
        assertThat(PgValue.canonical("TRUE", "")).isEqualTo(PgValue.canonical("on", ""));
        assertThat(PgValue.canonical("0.90", "")).isEqualTo("0.9");
        assertThat(PgValue.bytes("much", "kB")).isEmpty();
        assertThat(PgValue.bytes("1mb", "kB")).isEmpty();
    }
}
