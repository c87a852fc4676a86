package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonRegexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a{,3}|a{0,3}",
                "\\{[^}]*}|\\{[^}]*}",
                "{None}|\\{None}",
                "a{2}|a{2}",
                "a{2,}|a{2,}",
                "[[a]|[\\[a]",
                "[]a]|[\\]a]",
                "[^]a]|[^\\]a]",
                "[a&&b]|[a\\&\\&b]",
                "(?P<ip4>x)|(?<ip4>x)",
                "x\\Z|x\\z"
            })
    void saysTheSameInJava(String python, String java) {
        assertThat(PythonRegex.toJava(python)).isEqualTo(java);
    }

    @Test
    void givesGroupsWithAnUnderscoreAnotherName() {
        Pattern pattern = Pattern.compile(PythonRegex.toJava("(?P<a_b>x)(?P<c_d>y)(?P=a_b)(?P=c_d)"));
        assertThat(pattern.matcher("xyxy").matches()).isTrue();
        assertThat(pattern.matcher("xyyx").matches()).isFalse();
    }
}
